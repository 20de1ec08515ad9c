import type { Report, ReportDependency, ReportGap } from "../../../model/index.ts";
import { asOfText } from "../headline.ts";
import { webUrl } from "../clean-json.ts";
import { hashAlgorithm, type Names } from "../hash-algorithm.ts";
import { repository } from "../release-purl.ts";
import { place } from "../wording.ts";

/** `git+https://…@commit`, or the address of an archive; null where the release comes from an index or a path. */
export function downloadLocation({ source }: ReportDependency): string | null {
  if (source.type === "git" && source.url !== null && /^(?:https?|ssh|git):\/\//i.test(source.url)) {
    const url = source.url.startsWith("http") ? webUrl(source.url) : source.url;
    return url === undefined || !/^[\x21-\x7e]+$/.test(url) ? null : repository(url);
  }
  return source.type === "url" ? (webUrl(source.url) ?? null) : null;
}

/** The hashes of a release that is one file. Of several files none is the package's. */
export function checksumsOf({ hashes }: ReportDependency): readonly { names: Names; digest: string }[] {
  const known = hashes.flatMap((hash) => {
    const [algorithm = "", digest = ""] = hash.split(":", 2);
    const names = hashAlgorithm(algorithm, digest);
    return names === null ? [] : [{ names, digest }];
  });
  return new Set(known.map(({ names }) => names)).size === known.length ? known : [];
}

/** Where it is named, and what else a reader should know; one fact a line. */
export function remarksOn(dependency: ReportDependency, isOwn: boolean): string {
  const { hashes, marker, manager, basis, scopes } = dependency;
  const isOneFile = checksumsOf(dependency).length > 0 || hashes.length === 0;
  return [
    `${basis}, for ${scopes.join(", ")}`,
    ...(isOwn ? ["the project's own code, no release"] : []),
    ...(marker === null ? [] : [`only where ${marker}`]),
    ...(manager === null ? [] : [`from ${manager}`]),
    ...(isOneFile ? [] : [`any of the files ${hashes.join(", ")}`]),
  ].join("\n");
}

export function placesOf({ origins }: ReportDependency): string {
  return origins.map(place).join(", ");
}

/** What was asked for and is not in the list, or not as it should be. */
export function reportRemarks(report: Report): string | undefined {
  const then = asOfText(report);
  const remarks = [...(then === null ? [] : [`audited ${then}`]), ...report.gaps.map(gapRemark)];
  return remarks.length === 0 ? undefined : remarks.join("\n");
}

function gapRemark({ code, name, origin, reason }: ReportGap): string {
  const about = [code, ...(name === null ? [] : [name]), ...(origin === null ? [] : [place(origin)])];
  return `gap: ${about.join(" ")}: ${reason}`;
}
