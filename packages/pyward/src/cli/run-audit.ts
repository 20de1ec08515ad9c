import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { PywardError } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import { planOutputs, writeReport } from "./output.ts";
import { requestOf, type RunSettings } from "./request-of.ts";

/** One audit from options to written outputs; gives the exit code. */
export async function runAudit(
  rootsOf: () => Promise<readonly AuditRoot[]>,
  settings: RunSettings,
  io: Io,
): Promise<number> {
  const { options, shown } = settings;
  if (shown !== undefined) {
    io.stdout.write(shown);
    return 0;
  }
  const outputs = planOutputs(options);
  const request = await requestOf(rootsOf, settings, io);
  const run = options.baseline === undefined ? null : await baselined(settings, request, io);
  if (run === null && options.disclosed !== undefined) {
    throw new PywardError("usage", "--disclosed says what news does against a baseline, and none is given", {
      hint: "pyward audit --baseline FILE|REF --disclosed pass",
    });
  }
  const report = await (run?.() ?? audit(request));
  await writeReport(report, outputs, options, io);
  return report.exitCode;
}

/** The baseline is read before anything is audited. */
async function baselined(settings: RunSettings, request: AuditRequest, io: Io) {
  const { againstBaseline } = await import("./against-base.ts");
  return againstBaseline(settings, request, io);
}
