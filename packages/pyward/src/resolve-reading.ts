import type { AuditRequest } from "./audit-request.ts";
import { awaits } from "./inventory/awaits-version.ts";
import type { Reading, ReadProject } from "./read-projects.ts";
import type { ResolvedProjects } from "./resolve-projects.ts";

/** What was read with versions where it had none and somebody may be asked; else as it was. What resolves is loaded then, and not before. */
export async function resolveReading(
  reading: Reading,
  {
    resolving: open,
    targets,
    now,
    progress,
  }: Pick<AuditRequest, "resolving" | "targets" | "now" | "progress">,
  internal: readonly string[],
): Promise<{ readonly reading: Reading; readonly ranges: ResolvedProjects["ranges"] }> {
  if (open === undefined || !reading.projects.some(isAwaiting)) return { reading, ranges: [] };
  const resolving = await open();
  if ("unnamed" in resolving)
    return { reading: { ...reading, notes: [...reading.notes, resolving.unnamed] }, ranges: [] };
  const { resolveProjects } = await import("./resolve-projects.ts");
  const circumstances = { targets, now, progress, internal };
  const { projects, ranges, notes } = await resolveProjects(reading.projects, resolving, circumstances);
  return { reading: { ...reading, projects, notes: [...reading.notes, ...notes] }, ranges };
}

function isAwaiting({ kind, sources }: ReadProject): boolean {
  return kind === "project" && awaits({ sources });
}
