import { fileOrigin, makeGap, type Gap, type ReportGap } from "../model/index.ts";
import type { Policy } from "../policy/index.ts";
import type { AuditedProject } from "./audited-project.ts";
import { fingerprint } from "./fingerprint.ts";
import { byNameAndPlace } from "./order.ts";

/** A gap that belongs to no project, with what shows its path. */
export interface LooseGap {
  readonly gap: Gap;
  readonly display: (path: string) => string;
}

/** Every gap of a run, by name, code and place. */
export function gapsOf(
  projects: readonly AuditedProject[],
  loose: readonly LooseGap[],
  policy: Policy,
): readonly ReportGap[] {
  const all = [
    ...loose.map(({ gap, display }) => gapOf(gap, null, display, policy)),
    ...projects.flatMap(({ id, display, gaps, policy: own }) =>
      gaps.map((gap) => gapOf(gap, id, display, own?.policy ?? policy)),
    ),
  ];
  return numbered(all.toSorted(byNameAndPlace));
}

/** Gaps that say the same of one file differ by their order in it, not by line: a line that moves stays the same gap. */
function numbered(gaps: readonly ReportGap[]): readonly ReportGap[] {
  const seen = new Map<string, number>();
  return gaps.map((gap) => {
    const before = seen.get(gap.fingerprint) ?? 0;
    seen.set(gap.fingerprint, before + 1);
    return before === 0 ? gap : { ...gap, fingerprint: fingerprint([gap.fingerprint, String(before)]) };
  });
}

/** "Nothing found because nothing was read" is never a pass. */
export function nothingToAudit(start: string, isMentioned: boolean): Gap {
  const reason = isMentioned
    ? "nothing but mentions of packages without an exact version was found here"
    : "no requirements file, manifest, lock file or environment was found here";
  return makeGap({ code: "nothing-to-audit", reason, origin: fileOrigin(start) });
}

function gapOf(
  gap: Gap,
  project: string | null,
  display: (path: string) => string,
  { rules }: Policy,
): ReportGap {
  const { code, name, advisory, reason, expected } = gap;
  const waived = expected ? null : (rules?.waiveGap(gap) ?? null);
  const path = gap.origin === null ? null : display(gap.origin.path);
  return {
    fingerprint: fingerprint([path, code, name, advisory, reason]),
    project,
    code,
    name,
    advisory,
    reason: waived === null ? reason : `${reason}; waived: ${waived.reason ?? "no reason given"}`,
    origin:
      gap.origin === null || path === null
        ? null
        : { path, line: gap.origin.line, column: gap.origin.column },
    expected: expected || waived !== null,
    ...(waived === null ? {} : { waiver: waived.fact }),
  };
}
