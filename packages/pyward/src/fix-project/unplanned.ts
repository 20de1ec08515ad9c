import type { AuditedProject } from "../assemble/audited-project.ts";
import type { FixPart, ReportFinding } from "../model/index.ts";

/** A package with chosen findings that no part of any project has a plan for. */
export interface Unplanned {
  readonly project: AuditedProject;
  readonly name: string;
  readonly version: string;
  readonly findings: readonly ReportFinding[];
  /** The end of a sentence. */
  readonly reason: string;
}

/** What was chosen and is in no plan: nothing is left out without a word. `parts`: in the order of their projects. */
export function unplannedIn(
  chosen: readonly ReportFinding[],
  projects: readonly AuditedProject[],
  parts: readonly { readonly project: AuditedProject; readonly shown: FixPart }[],
): readonly Unplanned[] {
  return projects.flatMap((project) => {
    const told = new Set(
      parts.filter((part) => part.project === project).flatMap(({ shown }) => toldIn(shown)),
    );
    const isFailed = parts.some((part) => part.project === project && part.shown.failure !== null);
    const untold = chosen.filter(
      (one) => one.project === project.id && !told.has(`${one.package} ${one.id}`),
    );
    return [...Map.groupBy(untold, ({ dependency }) => dependency)].flatMap(([ref, findings]) => {
      const [first] = findings;
      const reason = reasonFor(ref, project);
      if (first === undefined || (reason === null && isFailed)) return [];
      const { package: name, version } = first;
      return [
        { project, name, version, findings, reason: reason ?? "no file that can be planned for holds it" },
      ];
    });
  });
}

function toldIn({ changes, left, raised }: FixPart): readonly string[] {
  return [
    ...changes.map((one) => ({ name: one.package, findings: one.clears })),
    ...left.map((one) => ({ name: one.package, findings: one.findings })),
    ...raised.map((one) => ({ name: one.package, findings: one.leavesOut })),
  ].flatMap(({ name, findings }) => findings.map(({ id }) => `${name} ${id}`));
}

function releaseText({ name, version }: AuditedProject["dependencies"][number]): string {
  return version === null ? name : `${name} ${version}`;
}

/** Null: nothing that its place says. */
function reasonFor(ref: string, { dependencies, kind }: AuditedProject): string | null {
  const found = dependencies.find((one) => one.ref === ref);
  const carrier = dependencies.find((one) => one.ref === found?.embeddedIn);
  if (carrier !== undefined) return `is a copy inside of ${releaseText(carrier)}, and changes with it`;
  if (found?.manager) return `is managed by ${found.manager}, which brings newer ones`;
  if (found?.own !== undefined && found.own !== null) return "is what is audited itself";
  if (found?.basis === "mentioned") return "is only mentioned in a command";
  if (kind === "image" || kind === "sbom" || kind === "artifact")
    return `lies in ${kind === "artifact" ? "an artifact" : kind === "sbom" ? "a bill of materials" : "an image"}, of which nothing is edited`;
  if (found?.scopes.every((scope) => scope === "build") === true) return "is needed to build alone";
  return null;
}
