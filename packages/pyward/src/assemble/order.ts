import { compareAdvisoryIds } from "../match/index.ts";
import { compareText, type ReportDependency, type ReportFinding, type ReportGap } from "../model/index.ts";

export function byNameVersionRef(a: ReportDependency, b: ReportDependency): number {
  return (
    compareText(a.name, b.name) || compareText(a.version ?? "", b.version ?? "") || compareText(a.ref, b.ref)
  );
}

export function byPackageVersionId(a: ReportFinding, b: ReportFinding): number {
  return (
    compareText(a.package, b.package) ||
    compareText(a.version, b.version) ||
    compareAdvisoryIds(a.id, b.id) ||
    compareText(a.dependency, b.dependency)
  );
}

export function byNameAndPlace(a: ReportGap, b: ReportGap): number {
  return (
    compareText(a.name ?? "", b.name ?? "") ||
    compareText(a.code, b.code) ||
    compareText(a.origin?.path ?? "", b.origin?.path ?? "") ||
    (a.origin?.line ?? 0) - (b.origin?.line ?? 0) ||
    compareText(a.advisory ?? "", b.advisory ?? "") ||
    compareText(a.project ?? "", b.project ?? "") ||
    compareText(a.reason, b.reason)
  );
}
