import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { PywardError, type Report } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import { planOutputs, writeReport } from "./output.ts";
import { requestOf, type RunOptions } from "./request-of.ts";

/** One audit from options to written outputs; gives the exit code. */
export async function runAudit(roots: readonly AuditRoot[], options: RunOptions, io: Io): Promise<number> {
  const outputs = planOutputs(options);
  const request = await requestOf(roots, options, io);
  const judged = await baselineOf(options, request, io);
  const report = judged(await audit(request));
  await writeReport(report, outputs, options, io);
  return report.exitCode;
}

/** What a report becomes by the baseline that was asked for. */
async function baselineOf(
  options: RunOptions,
  request: AuditRequest,
  io: Io,
): Promise<(report: Report) => Report> {
  if (options.baseline !== undefined) {
    const { againstBaseline } = await import("./against-base.ts");
    return againstBaseline(options, request, io);
  }
  if (options.disclosed === undefined) return (report) => report;
  throw new PywardError("usage", "--disclosed says what news does against a baseline, and none is given", {
    hint: "pyward audit --baseline FILE|REF --disclosed pass",
  });
}
