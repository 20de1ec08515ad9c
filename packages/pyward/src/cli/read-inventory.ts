import { audit } from "../audit.ts";
import type { Report } from "../model/index.ts";
import { DEFAULT_POLICY } from "../policy/index.ts";
import { rootsOf } from "./audit-roots.ts";
import { reportAt } from "./find-base.ts";
import type { Io } from "./io.ts";
import { progressFor } from "./progress.ts";
import { VERSION } from "./version.ts";

/**
 * What a file says is installed: a saved JSON report as it is, anything else, such as an SBOM or a lock, read as an audit reads it. Throws
 * PywardError `missing-path`, and `bad-report` for a damaged report.
 */
export async function inventoryAt(file: string, io: Io): Promise<Report> {
  const saved = reportAt(file, io);
  if (saved !== null) return saved;
  return audit({
    roots: await rootsOf({ paths: [file], requirements: [], root: null }, io),
    targets: [],
    policy: DEFAULT_POLICY,
    allowGaps: [],
    exitZero: false,
    maxDbAge: 0,
    database: { index: null, reason: null },
    now: io.now(),
    toolVersion: VERSION,
    progress: progressFor({ quiet: true, progress: false }, io),
  });
}
