import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Configured } from "./configured.ts";
import type { Io } from "./io.ts";
import { openDatabase, placeOf } from "./open-database.ts";
import { targetsOf, type AuditOptions } from "./options.ts";
import { planOutputs, writeReport } from "./output.ts";
import { policyOf } from "./policy-of.ts";
import { progressFor } from "./progress.ts";
import { VERSION } from "./version.ts";

/** One audit from options to written outputs; gives the exit code. */
export async function runAudit(
  rootsOf: () => Promise<readonly AuditRoot[]>,
  {
    options,
    rules,
    shown,
    selection,
    ...configuration
  }: Configured<AuditOptions> & {
    readonly selection?: AuditRequest["selection"] | null;
  },
  io: Io,
): Promise<number> {
  if (shown !== undefined) {
    io.stdout.write(shown);
    return 0;
  }
  const outputs = planOutputs(options);
  const progress = progressFor(options, io);
  const now = io.now();
  const database = await openDatabase(options.database ?? null, io, now);
  const distroData = options.distroData.map((title) => ({
    ...placeOf(title, io, "data of a distribution"),
    title,
  }));
  const report = await audit({
    roots: await rootsOf(),
    ...configuration,
    targets: targetsOf(options),
    ...(selection ? { selection } : {}),
    policy: policyOf(options, rules),
    allowGaps: options.allowGaps ?? [],
    exitZero: options.exitZero === true,
    maxDbAge: options.maxDbAge,
    database,
    ...(distroData.length === 0 ? {} : { distroData }),
    now,
    toolVersion: VERSION,
    progress,
  });
  await writeReport(report, outputs, options, io);
  return report.exitCode;
}
