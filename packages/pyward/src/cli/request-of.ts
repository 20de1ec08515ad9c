import type { AuditRequest } from "../audit-request.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import { openDatabase } from "./open-database.ts";
import { targetsOf, type AuditOptions } from "./options.ts";
import { progressFor } from "./progress.ts";
import { VERSION } from "./version.ts";
import type { Wanted } from "./wanted.ts";

/** Options of an audit, and what else its command knows. */
export interface RunOptions extends AuditOptions {
  readonly selection?: AuditRequest["selection"] | null;
  /** What the command line names, so that a baseline can be read of the same; absent: the working directory. */
  readonly wanted?: Wanted;
  readonly rev?: string;
}

/** All that an audit depends on, from options. */
export async function requestOf(
  roots: readonly AuditRoot[],
  options: RunOptions,
  io: Io,
): Promise<AuditRequest> {
  const progress = progressFor(options, io);
  const now = io.now();
  const database = await openDatabase(options.database ?? null, io, now);
  return {
    roots,
    targets: targetsOf(options),
    ...(options.selection ? { selection: options.selection } : {}),
    policy: {
      failOn: options.failOn ?? null,
      unknownSeverity: options.unknownSeverity,
      ignores: options.ignore,
      strict: options.strict === true,
      failOnUnverified: options.failOnUnverified === true,
    },
    allowGaps: options.allowGaps ?? [],
    exitZero: options.exitZero === true,
    maxDbAge: options.maxDbAge,
    database,
    now,
    toolVersion: VERSION,
    progress,
  };
}
