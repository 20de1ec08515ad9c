import type { AuditRequest } from "../audit-request.ts";
import { PywardError } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import { asOfThen } from "./as-of.ts";
import type { Configured } from "./configured.ts";
import type { Io } from "./io.ts";
import { openDatabase, placeOf } from "./open-database.ts";
import { targetsOf, type AuditOptions } from "./options.ts";
import { policyOf } from "./policy-of.ts";
import { progressFor } from "./progress.ts";
import { VERSION } from "./version.ts";
import type { Wanted } from "./wanted.ts";

/** The configured options of an audit, and what else its command knows. */
export interface RunSettings extends Configured<AuditOptions> {
  readonly selection?: AuditRequest["selection"] | null;
  /** What the command line names, so that a baseline can be read of the same; absent: the working directory. */
  readonly wanted?: Wanted;
  readonly rev?: string | undefined;
}

/** All that an audit depends on. */
export async function requestOf(
  rootsOf: () => Promise<readonly AuditRoot[]>,
  settings: RunSettings,
  io: Io,
): Promise<AuditRequest> {
  const { options, rules, selection, policyFor, policyFiles, policyNotes, wholeFiles } = settings;
  const progress = progressFor(options, io);
  const ranAt = io.now();
  const opened = await openDatabase(options.database ?? null, io, ranAt);
  const whole = options.advisories.length === 0 ? opened : await withOwn(opened, options.advisories, io);
  const then = await asOfThen(whole, options.asOf, ranAt);
  const distroData = options.distroData.map((title) => ({
    ...placeOf(title, io, "data of a distribution"),
    title,
  }));
  return {
    roots: await rootsOf(),
    ...(policyFor === undefined ? {} : { policyFor }),
    ...(policyFiles === undefined ? {} : { policyFiles }),
    ...(policyNotes === undefined ? {} : { policyNotes }),
    ...(wholeFiles === undefined ? {} : { wholeFiles }),
    targets: targetsOf(options),
    ...(selection ? { selection } : {}),
    policy: policyOf(options, rules),
    allowGaps: options.allowGaps ?? [],
    exitZero: options.exitZero === true,
    maxDbAge: options.maxDbAge,
    ...then,
    ...(distroData.length === 0 ? {} : { distroData }),
    ...(await indexesOf(options, io)),
    toolVersion: VERSION,
    progress,
  };
}

/** Loaded where somebody has any. */
async function withOwn(database: AuditRequest["database"], places: readonly string[], io: Io) {
  const { addAdvisories } = await import("../add-advisories.ts");
  const named = places.map((title) => {
    const [, feed = "private", path = title] = /^([A-Za-z0-9][\w.-]*)=([^]+)$/.exec(title) ?? [];
    return { ...placeOf(path, io, "advisory"), feed, title: path };
  });
  return addAdvisories(database, named, io.now());
}

async function indexesOf(options: AuditOptions, io: Io): Promise<Pick<AuditRequest, "packageIndexes">> {
  if (options.checkIndex === true) {
    const { packageIndexes } = await import("./package-indexes.ts");
    return { packageIndexes: packageIndexes(options, io) };
  }
  if (options.indexUrl === undefined && options.extraIndexUrl.length === 0) return {};
  throw new PywardError("usage", "an index is named, and nothing is asked of it", {
    hint: "Add --check-index.",
  });
}
