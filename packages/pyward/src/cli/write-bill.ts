import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { DEFAULT_POLICY } from "../policy/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { targetsOf } from "./targets-of.ts";
import { planOutputs, writeReport } from "./output.ts";
import { progressFor } from "./progress.ts";
import type { ReadingOptions } from "./reading-options.ts";
import { VERSION } from "./version.ts";

/** The options of `sbom`, as commander hands them over. */
export interface BillOptions
  extends
    ReadingOptions,
    Pick<
      AuditOptions,
      "config" | "format" | "output" | "python" | "allowGaps" | "exitZero" | "quiet" | "color" | "progress"
    > {
  readonly selection?: AuditRequest["selection"] | null;
}

/** An audit without advisories: what is there, and what could not be read. 0, and 3 where something is missing. */
export async function writeBill(roots: readonly AuditRoot[], options: BillOptions, io: Io): Promise<number> {
  const outputs = planOutputs({ ...options, usual: "cyclonedx-json" });
  const report = await audit({
    roots,
    targets: targetsOf(options),
    ...(options.selection ? { selection: options.selection } : {}),
    policy: DEFAULT_POLICY,
    allowGaps: options.allowGaps ?? [],
    exitZero: options.exitZero === true,
    maxDbAge: 0,
    database: { index: null, reason: null },
    now: io.now(),
    toolVersion: VERSION,
    progress: progressFor(options, io),
  });
  await writeReport(report, outputs, options, io);
  const unread = report.gaps.filter(({ expected }) => !expected).length;
  if (unread > 0 && options.quiet !== true)
    io.stderr.write(
      `pyward: ${unread} ${unread === 1 ? "gap" : "gaps"}: the list is not complete; pyward audit says what is missing\n`,
    );
  return report.exitCode;
}
