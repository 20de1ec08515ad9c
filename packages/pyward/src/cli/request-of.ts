import type { AuditRequest } from "../audit-request.ts";
import { PywardError } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import { asOfThen } from "./as-of.ts";
import type { Configured } from "./configured.ts";
import type { Io } from "./io.ts";
import { openDatabase, placeOf } from "./open-database.ts";
import { withOwn } from "./own-advisories.ts";
import type { AuditOptions } from "./options.ts";
import { targetsOf } from "./targets-of.ts";
import { policyOf } from "./policy-of.ts";
import { progressFor } from "./progress.ts";
import { auditedPlaces, planningOf, resolvingOf } from "./resolving-when-needed.ts";
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
  const { options, rules, selection, internal, policyFor, policyFiles, policyNotes, wholeFiles } = settings;
  const progress = progressFor(options, io);
  const ranAt = io.now();
  const isOpen = io.trace?.begin("open index");
  const opened = await openDatabase(options.database ?? null, io, ranAt);
  isOpen?.();
  const ownNotes: string[] = [];
  const addOwn = async (database: AuditRequest["database"]) => {
    const own = await withOwn(database, options, io);
    ownNotes.push(...own.notes);
    return own.database;
  };
  const then = await asOfThen({ opened, addOwn }, options.asOf, ranAt);
  const distroData = options.distroData.map((title) => ({
    ...placeOf(title, io, "data of a distribution"),
    title,
  }));
  const roots = await rootsOf();
  const audited = auditedPlaces(roots, settings.wanted?.paths ?? []);
  return {
    roots,
    ...(policyFor === undefined ? {} : { policyFor }),
    ...(policyFiles === undefined ? {} : { policyFiles }),
    policyNotes: [...ownNotes, ...(policyNotes ?? [])],
    ...(wholeFiles === undefined ? {} : { wholeFiles }),
    targets: targetsOf(options),
    ...(selection ? { selection } : {}),
    policy: policyOf(options, rules),
    allowGaps: options.allowGaps ?? [],
    exitZero: options.exitZero === true,
    maxDbAge: options.maxDbAge,
    ...then,
    ...(distroData.length === 0 ? {} : { distroData }),
    ...(internal === undefined ? {} : { internal }),
    ...(await feedOf(options, io, { ...then, audited })),
    ...(await indexesOf(options, audited, io)),
    ...resolvingOf(options, { audited, moment: then }, io),
    ...(await planningOf(options, { audited, moment: then }, io)),
    toolVersion: VERSION,
    progress,
    trace: io.trace,
  };
}

/** Loaded where a feed is chosen. */
async function feedOf(
  options: AuditOptions,
  io: Io,
  then: { readonly now: Date; readonly ranAt?: Date; readonly audited: readonly string[] },
): Promise<Pick<AuditRequest, "asked">> {
  const service = options.service ?? io.environment["PYWARD_OSV_SERVICE"] ?? "";
  if (service === "") return {};
  const { askedFeed } = await import("./asked-feed.ts");
  return askedFeed({ ...options, service }, io, then);
}

async function indexesOf(
  options: AuditOptions,
  audited: readonly string[],
  io: Io,
): Promise<Pick<AuditRequest, "packageIndexes">> {
  if (options.checkIndex === true) {
    const { packageIndexes } = await import("./package-indexes.ts");
    return { packageIndexes: packageIndexes(options, audited, io) };
  }
  const named = options.extraIndexUrl.length + options.trustIndex.length;
  if ((options.indexUrl === undefined && named === 0) || options.service === "index") return {};
  if (options.resolve !== false) return {};
  throw new PywardError("usage", "an index is named, and nothing is asked of it", {
    hint: "Add --check-index or --service index, or leave --no-resolve out.",
  });
}
