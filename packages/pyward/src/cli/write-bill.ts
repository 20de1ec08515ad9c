import { audit } from "../audit.ts";
import type { AuditRequest } from "../audit-request.ts";
import { DEFAULT_POLICY } from "../policy/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { IndexOptions } from "./index-options.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { targetsOf } from "./targets-of.ts";
import { planOutputs, writeReport } from "./output.ts";
import { progressFor } from "./progress.ts";
import type { ReadingOptions } from "./reading-options.ts";
import type { ResolveOptions } from "./resolve-options.ts";
import { auditedPlaces, resolvingOf } from "./resolving-when-needed.ts";
import { VERSION } from "./version.ts";

/** The options of `sbom`, as commander hands them over. */
export interface BillOptions
  extends
    ReadingOptions,
    IndexOptions,
    Omit<ResolveOptions, "plan" | "failOnAdmitted">,
    Pick<
      AuditOptions,
      "config" | "format" | "output" | "python" | "allowGaps" | "exitZero" | "quiet" | "color" | "progress"
    > {
  readonly selection?: AuditRequest["selection"] | null;
  readonly internal?: readonly string[];
}

/** What is listed, and how the command line calls it. */
interface Listed {
  readonly roots: readonly AuditRoot[];
  readonly paths: readonly string[];
}

/** An audit without advisories: what is there, and what could not be read. 0, and 3 where something is missing. */
export async function writeBill({ roots, paths }: Listed, options: BillOptions, io: Io): Promise<number> {
  const outputs = planOutputs({ ...options, usual: "cyclonedx-json" });
  const now = io.now();
  const { internal } = options;
  const report = await audit({
    roots,
    targets: targetsOf(options),
    ...(options.selection ? { selection: options.selection } : {}),
    policy: DEFAULT_POLICY,
    allowGaps: options.allowGaps ?? [],
    exitZero: options.exitZero === true,
    maxDbAge: 0,
    database: { index: null, reason: null },
    now,
    ...(internal === undefined ? {} : { internal }),
    ...resolvingOf(options, { audited: auditedPlaces(roots, paths), moment: { now } }, io),
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
