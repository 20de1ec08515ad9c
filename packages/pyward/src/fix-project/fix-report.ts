import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import type { AuditedProject } from "../assemble/audited-project.ts";
import type { FixPlan, PlannedChange } from "../fix/plan/plan-request.ts";
import {
  FIX_SCHEMA,
  timeText,
  type FixChange,
  type FixedFinding,
  type FixLeft,
  type FixPart,
  type FixReport,
  type ReportFinding,
} from "../model/index.ts";
import { formatVersion, type Version } from "../python/index.ts";
import type { EditedPart } from "./edit-part.ts";
import type { Part } from "./parts.ts";
import { unifiedDiff } from "./unified-diff.ts";

interface Audited {
  /** Findings that fail. */
  readonly failing: readonly ReportFinding[];
  readonly projects: readonly AuditedProject[];
}

interface Planned {
  readonly project: AuditedProject;
  readonly part: Part;
  readonly question: { readonly pythons: readonly string[] };
  readonly basis: FixPart["basis"];
  readonly plan: FixPlan;
  readonly edited: Pick<EditedPart, "unedited" | "commands">;
}

export interface Found {
  readonly request: { readonly toolVersion: string; readonly now: Date; readonly ranAt?: Date };
  readonly chosen: readonly ReportFinding[];
  /** Before the change. */
  readonly failing: readonly ReportFinding[];
  readonly before: readonly AuditedProject[];
  readonly after: Audited;
  readonly parts: readonly Planned[];
  readonly files: readonly {
    readonly root: { display(path: string): string };
    readonly files: readonly { readonly path: string; readonly text: string; readonly edited: string }[];
  }[];
  readonly notes: readonly string[];
  readonly index: AdvisoryIndex | null;
  /** All that was asked for was audited; told where nothing was chosen. */
  readonly isWhole: boolean;
}

/** What was planned, and what of it the audit of the edited files confirms. */
export function fixReport(found: Found): FixReport {
  const { request, chosen, failing, after, parts, notes } = found;
  const known = new Set(failing.map(({ fingerprint }) => fingerprint));
  const still = new Set(after.failing.map(({ fingerprint }) => fingerprint));
  const unsure = newlyUnaudited(found);
  const cleared = chosen.filter((one) => !still.has(one.fingerprint) && !unsure.has(one.package)).length;
  const introduced = after.failing.filter((one) => !known.has(one.fingerprint)).map(({ id }) => id);
  const isFailed = parts.some(({ plan }) => plan.kind === "failed" || plan.isUnasked === true);
  const isAll = cleared === chosen.length && introduced.length === 0;
  const none = found.isWhole ? "clean" : "incomplete";
  const status = chosen.length === 0 ? none : isAll ? "cleared" : isFailed ? "incomplete" : "partly";
  return {
    schema: FIX_SCHEMA,
    tool: { name: "pyward", version: request.toolVersion },
    generatedAt: timeText(request.ranAt ?? request.now),
    exitCode: status === "incomplete" ? 3 : status === "partly" ? 1 : 0,
    status,
    isWritten: false,
    findings: { chosen: chosen.length, cleared, introduced: [...new Set(introduced)].toSorted() },
    parts: parts.map((part) => partOf(part, found)),
    files: found.files
      .flatMap(({ root, files }) =>
        files.map(({ path, text, edited }) => {
          const shown = root.display(path);
          return { path: shown, diff: unifiedDiff(shown, text, edited) };
        }),
      )
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    notes: [...new Set(notes)],
  };
}

/** What cannot be audited any more is not cleared. */
function newlyUnaudited({ before, after }: Found): ReadonlySet<string> {
  const gapsIn = (projects: readonly AuditedProject[]): Set<string> =>
    new Set(
      projects.flatMap(({ gaps }) =>
        gaps.flatMap(({ name, code }) => (name === null ? [] : `${name} ${code}`)),
      ),
    );
  const known = gapsIn(before);
  return new Set(
    [...gapsIn(after.projects)].filter((one) => !known.has(one)).map((one) => one.replace(/ .*/, "")),
  );
}

function partOf({ project, part, question, basis, plan, edited }: Planned, found: Found): FixPart {
  const findings = found.chosen.filter((one) => one.project === project.id);
  const isPlan = plan.kind === "plan";
  return {
    project: project.display(project.path),
    files: [...part.holders, ...part.manifests].map(({ path }) => project.display(path)).toSorted(),
    basis,
    isSmallest: isPlan && plan.isSmallest,
    pythons: basis === "solver" ? question.pythons : [],
    failure: isPlan ? null : plan.reason,
    changes: isPlan
      ? plan.changes.map((change) => changeOf(change, { findings, edited, index: found.index }))
      : [],
    left: isPlan ? plan.left.map((one) => leftOf(one, findings)) : [],
    commands: edited.commands,
  };
}

interface Around {
  readonly findings: readonly ReportFinding[];
  readonly edited: Pick<EditedPart, "unedited" | "commands">;
  readonly index: AdvisoryIndex | null;
}

function changeOf(change: PlannedChange, { findings, edited, index }: Around): FixChange {
  const { name, from, to, jump, isDirect, clears, because, outside, marker = null } = change;
  const cleared = findingsFor(findings, name, clears);
  return {
    package: name,
    from: textOf(from),
    to: textOf(to),
    ...{ jump, isDirect, because, outside, marker },
    clears: cleared.map(findingOf),
    notesUrl: to === null ? null : notesUrl(cleared, formatVersion(to), index),
    unedited: edited.unedited.get(name) ?? null,
  };
}

function leftOf(
  { name, version, ids, reasons, embargoed }: Extract<FixPlan, { kind: "plan" }>["left"][number],
  findings: readonly ReportFinding[],
): FixLeft {
  return {
    package: name,
    version: formatVersion(version),
    findings: findingsFor(findings, name, ids).map(findingOf),
    reasons,
    embargoed:
      embargoed === null
        ? null
        : { version: formatVersion(embargoed.version), uploadTime: embargoed.uploadTime },
  };
}

/** Each once, by id. */
function findingsFor(
  findings: readonly ReportFinding[],
  name: string,
  ids: readonly string[],
): readonly ReportFinding[] {
  const own = findings.filter((one) => one.package === name && ids.includes(one.id));
  return [...new Map(own.map((one) => [one.id, one])).values()];
}

function findingOf({ id, aliases, title, severity, url }: ReportFinding): FixedFinding {
  return { id, aliases, title, severity: severity.level, url };
}

/** A page about the release that one of the advisories links: what names the version among tags or in a change log. Nothing is guessed. */
function notesUrl(
  findings: readonly ReportFinding[],
  version: string,
  index: AdvisoryIndex | null,
): string | null {
  const ids = findings.flatMap(({ records }) => records.map(({ id }) => id));
  const urls = ids.flatMap((id) => index?.details(id)?.references.map(({ url }) => url) ?? []);
  const isAbout = (url: string): boolean =>
    /\/(?:releases\/tag|tags?|changelog|changes|release-?notes|news)\b/i.test(url) &&
    namesVersion(url, version);
  return urls.find((url) => url.startsWith("https://") && isAbout(url)) ?? null;
}

function namesVersion(url: string, version: string): boolean {
  const at = url.indexOf(version);
  return at > 0 && !/[\d.]/.test(url.charAt(at - 1)) && !/^\.?\d/.test(url.slice(at + version.length));
}

function textOf(version: Version | null): string | null {
  return version === null ? null : formatVersion(version);
}
