import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { judgeComparison, type ComparisonRequest } from "../judge-comparison.ts";
import { PywardError, type Report } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import { rootsOf } from "./audit-roots.ts";
import type { Io } from "./io.ts";
import { baseOf, findBase } from "./find-base.ts";
import { planOutputs, writeReport } from "./output.ts";
import { revisionRoots } from "./revision-roots.ts";
import { requestOf, type RunOptions } from "./request-of.ts";
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
  return (report) => judgeComparison(report, base, comparing(request, { purpose: "baseline", disclosed }));
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
  const { wanted, rev, mergeBase, disclosed = "pass" } = options;
  const roots = rev === undefined ? await rootsOf(wanted, io) : await revisionRoots(wanted, rev, io);
  // In this order, so that settings can come from what was found: a change may not loosen what it is judged by.
  const found = await findBase({ name, wanted, head: rev ?? "HEAD", mergeBase }, io);
  if (found.kind === "commit") roots.forEach(refuseUntracked);
  const request = await requestOf(roots, options, io);
  const base = await baseOf(found, request);
  const report = await audit(request);
  const judged = judgeComparison(report, base, comparing(request, { purpose: "diff", disclosed }));
  await writeReport(judged, outputs, options, io);
  return judged.exitCode;
}

/** No commit holds them, so that all of them would be new. */
function refuseUntracked({ images, environments }: AuditRoot): void {
  if (images === undefined && environments.length === 0) return;
  const what = images === undefined ? "an environment" : "an image";
  throw new PywardError("usage", `${what} is no part of a commit`, {
    hint: "Compare it with a saved report: pyward audit PATH -f json -o before.json",
  });
}

function comparing(
  { policy, allowGaps, exitZero, database }: AuditRequest,
  asked: Pick<ComparisonRequest, "purpose" | "disclosed">,
): ComparisonRequest {
  const outcome = { strict: policy.strict, allowGaps };
  return { ...asked, outcomeOf: () => outcome, exitZero, index: database.index };
}
