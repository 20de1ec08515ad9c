import type { Report, ReportDependency, ReportProject } from "../../model/index.ts";
import { releasePurl } from "./release-purl.ts";
import { stableUuid } from "./stable-uuid.ts";

/** What every bill of materials lists: projects, what lies in them, and what needs what. */
export interface Bill {
  readonly subjects: readonly Subject[];
  readonly parts: readonly Part[];
}

/** A project of the report. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly project: ReportProject;
  /** Ids of what it asks for itself. */
  readonly needs: readonly string[];
  /** Some source of it says what needs what, so that a part without needs has none. */
  readonly isGraphKnown: boolean;
  /** Whether all of it is listed. What is locked or installed is, where there is no gap; what else a declaration brings nobody knows. */
  readonly completeness: "complete" | "incomplete" | "unknown";
}

/** A dependency of the report. */
export interface Part {
  readonly id: string;
  readonly dependency: ReportDependency;
  /** Null for the project's own code, which is no release, and where none can be made. */
  readonly purl: string | null;
  readonly isOwn: boolean;
  /** Ids. */
  readonly needs: readonly string[];
  /** Id of what holds this copy. */
  readonly holder: string | null;
}

/** The projects and dependencies of a report under ids that are the same for the same report. */
export function billOf(report: Report): Bill {
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const own = new Set(
    report.gaps.flatMap(({ code, name, project }) => (code === "own-code" ? [`${project} ${name}`] : [])),
  );
  const idsOf = (refs: readonly string[]): readonly string[] =>
    [...new Set(refs)].filter((ref) => dependencies.has(ref)).map(partId);
  const parts = [...dependencies.values()].map((dependency): Part => {
    const { ref, project, name, source, dependsOn } = dependency;
    const isOwn = source.type === "path" && own.has(`${project} ${name}`);
    const holder = holderOf(dependency, dependencies);
    return {
      id: partId(ref),
      dependency,
      purl: isOwn ? null : releasePurl(dependency),
      isOwn,
      needs: idsOf((dependsOn ?? []).filter((need) => need !== ref)),
      holder: holder === null ? null : partId(holder),
    };
  });
  const byProject = Map.groupBy(parts, ({ dependency }) => dependency.project);
  return {
    subjects: report.projects.map((project) => subjectOf(project, byProject.get(project.id) ?? [], report)),
    parts,
  };
}

/** The part of a finding. */
export function partId(ref: string): string {
  return /^p\d+:[\x21-\x7e]{1,200}$/.test(ref) ? ref : `ref:${stableUuid(ref)}`;
}

/** Copies lie in copies no deeper than this; what does, and what lies in itself, is listed beside what holds it. */
const MAX_DEPTH = 10;

function holderOf(
  { embeddedIn }: ReportDependency,
  dependencies: ReadonlyMap<string, ReportDependency>,
): string | null {
  let at = embeddedIn;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const holder = dependencies.get(at ?? "");
    if (holder === undefined) return null;
    if (holder.embeddedIn === null) return embeddedIn;
    at = holder.embeddedIn;
  }
  return null;
}

function subjectOf(project: ReportProject, parts: readonly Part[], report: Report): Subject {
  const isConcerning = (gap: Report["gaps"][number]): boolean =>
    gap.project === project.id && gap.code !== "own-code" && gap.code !== "superseded-manifest";
  // Its own code, where it lies in the project's root, says what the project is called.
  const itself = parts.find(({ isOwn, dependency }) => isOwn && dependency.source.url === ".")?.dependency;
  const isWhole = parts.every(({ dependency }) => dependency.basis !== "declared");
  return {
    id: `project:${/^p\d+$/.test(project.id) ? project.id : stableUuid(project.id)}`,
    name: itself?.name ?? nameOf(project),
    version: itself?.version ?? null,
    project,
    needs: parts.filter(({ dependency, holder }) => dependency.direct && holder === null).map(({ id }) => id),
    isGraphKnown: parts.some(({ needs }) => needs.length > 0),
    completeness: report.gaps.some(isConcerning) ? "incomplete" : isWhole ? "complete" : "unknown",
  };
}

/** An image has a name; of all else the report knows the place only. */
function nameOf({ root, image }: ReportProject): string {
  return image?.name ?? (root === "." || root === "" ? "project" : root);
}
