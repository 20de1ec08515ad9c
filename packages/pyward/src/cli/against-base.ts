import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { judgeComparison, type Base, type ComparisonRequest } from "../judge-comparison.ts";
import { PywardError, type Report } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import { rootsOf } from "./audit-roots.ts";
import type { Io } from "./io.ts";
import { baseOf, findBase, reportAt } from "./find-base.ts";
import { planOutputs, writeReport } from "./output.ts";
import { revisionRoots } from "./revision-roots.ts";
import { requestOf, type RunOptions } from "./request-of.ts";
import { unchangedFiles } from "./unchanged-files.ts";
import type { Wanted } from "./wanted.ts";

/** What `--baseline` makes of the report of an audit; the baseline is read before anything is audited. */
export async function againstBaseline(
  options: RunOptions,
  request: AuditRequest,
  io: Io,
): Promise<(report: Report) => Report> {
  const { baseline = "", wanted = WORKING_DIRECTORY, rev = "HEAD", disclosed = "fail" } = options;
  const found = await findBase({ name: baseline, wanted, head: rev, mergeBase: true }, io);
  const base = await baseOf(found, request);
  return (report) => judgeComparison(report, base, { purpose: "baseline", disclosed, ...outcomeOf(request) });
}

const WORKING_DIRECTORY: Wanted = { paths: [], requirements: [], root: null };

/** `pyward diff`. */
export interface DiffOptions extends RunOptions {
  readonly wanted: Wanted;
  readonly mergeBase: boolean;
}

/** Audits the base and what it became, shows what differs, gives the exit code. */
export async function showDiff(name: string, options: DiffOptions, io: Io): Promise<number> {
  const outputs = planOutputs(options);
  const compared = (await ofSavedReports(name, options, io)) ?? (await ofAudits(name, options, io));
  const { disclosed = "pass" } = options;
  const judged = judgeComparison(compared.report, compared.base, {
    purpose: "diff",
    disclosed,
    ...compared.outcome,
  });
  await writeReport(judged, outputs, options, io);
  return judged.exitCode;
}

interface Compared {
  readonly report: Report;
  readonly base: Base;
  readonly outcome: Omit<ComparisonRequest, "purpose" | "disclosed">;
}

async function ofAudits(name: string, options: DiffOptions, io: Io): Promise<Compared> {
  const { wanted, rev, mergeBase } = options;
  const roots = rev === undefined ? await rootsOf(wanted, io) : await revisionRoots(wanted, rev, io);
  // In this order, so that settings can come from what was found: a change may not loosen what it is judged by.
  const found = await findBase({ name, wanted, head: rev ?? "HEAD", mergeBase }, io);
  if (found.kind === "commit") roots.forEach(refuseUntracked);
  const request = await requestOf(roots, options, io);
  const base = await baseOf(found, request);
  const report = await audit(request);
  const unchanged = found.kind === "commit" ? await unchangedFiles(report, roots, found.settings.tree) : NONE;
  return { report, base, outcome: { ...outcomeOf(request), unchanged } };
}

/** `pyward diff before.json after.json`: nothing is audited. Null where the one PATH is no report. */
async function ofSavedReports(name: string, options: DiffOptions, io: Io): Promise<Compared | null> {
  const { wanted, rev, mergeBase, strict, allowGaps = [], exitZero } = options;
  const [path, ...others] = [...wanted.paths, ...wanted.requirements];
  const report = path === undefined || others.length > 0 ? null : reportAt(path, io);
  if (report === null) return null;
  const found = await findBase({ name, wanted: WORKING_DIRECTORY, head: rev ?? "HEAD", mergeBase }, io);
  if (found.kind === "commit") {
    throw new PywardError(
      "usage",
      `${name} is a commit and ${path} a saved report, which may be of anything`,
      {
        hint: "Compare two reports, or leave the path out.",
      },
    );
  }
  const outcome = { strict: strict === true, allowGaps };
  return {
    report,
    base: found.base,
    outcome: { outcomeOf: () => outcome, exitZero: exitZero === true, index: null, unchanged: NONE },
  };
}

const NONE: ReadonlySet<string> = new Set();

/** No commit holds them, so that all of them would be new. */
function refuseUntracked({ images, environments }: AuditRoot): void {
  if (images === undefined && environments.length === 0) return;
  const what = images === undefined ? "an environment" : "an image";
  throw new PywardError("usage", `${what} is no part of a commit`, {
    hint: "Compare it with a saved report: pyward audit PATH -f json -o before.json",
  });
}

function outcomeOf({ policy, allowGaps, exitZero, database }: AuditRequest): Compared["outcome"] {
  const outcome = { strict: policy.strict, allowGaps };
  return { outcomeOf: () => outcome, exitZero, index: database.index, unchanged: NONE };
}
