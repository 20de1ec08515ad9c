import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { overlayIndex } from "./advisory-index/overlay.ts";
import { patchIndex, type Patches } from "./advisory-index/patches/patch-index.ts";
import { isPatchFile, readPatches, type Patch } from "./advisory-index/patches/read-patches.ts";
import { compileDatabase, type Besides } from "./compile-database.ts";
import { readRecords } from "./feeds/shared/read-records.ts";
import { PywardError, someOf } from "./model/index.ts";
import { onlyAdding, type OwnAdvisories } from "./only-adding.ts";

export type { OwnAdvisories };

/** The database, and what people should know of how it came to say what it says. */
export interface OwnDatabase {
  readonly database: OpenedDatabase;
  readonly notes: readonly string[];
}

/**
 * The database with a team's own advisories besides, and with its patches applied to whatever stands before them. Where there is no database there is still none: the own ones alone would
 * call clean what only the public ones know. Throws PywardError `bad-database` where a place holds no advisory for PyPI or
 * a record or a patch there cannot be read: a team mends its own.
 */
export async function addAdvisories(
  database: OpenedDatabase,
  places: readonly OwnAdvisories[],
  now: Date,
): Promise<OwnDatabase> {
  if (database.index === null) return { database, notes: [] };
  let { index } = database;
  const notes: string[] = [];
  for (const own of places) {
    const { place, notes: left } =
      own.onlyAdds === true ? await onlyAdding(own, index) : { place: own, notes: [] };
    notes.push(...left);
    if (place === null) continue;
    const { feed } = place;
    const { patches, hasRecords } = await sortOwn(place);
    if (hasRecords || patches.length === 0)
      index = overlayIndex(index, { index: await openOwn(place, now), feed });
    notes.push(...patchNotes(index, { feed, patches }));
    if (patches.length > 0) index = patchIndex(index, { feed, patches });
  }
  return { database: { ...database, index }, notes };
}

/** Whether a place can be used: `addAdvisories` throws for it what this throws. */
export async function checkOwn(place: OwnAdvisories, now: Date): Promise<void> {
  const { patches, hasRecords } = await sortOwn(place);
  if (hasRecords || patches.length === 0) await openOwn(place, now);
}

/** The patches among the files of a place, and whether there is anything else. */
async function sortOwn({ tree, path, title }: OwnAdvisories) {
  const patches: Patch[] = [];
  let hasRecords = false;
  try {
    for await (const raw of readRecords(tree, path)) {
      if (raw.kind === "record" && isPatchFile(raw.value))
        patches.push(...readPatches(raw.value, raw.file === "" ? title : raw.file));
      else hasRecords = true;
    }
  } catch (cause) {
    throw cause instanceof PywardError ? named(cause, title, cause.hint) : cause;
  }
  return { patches, hasRecords };
}

/** What patches take away is told in every report, and so is one that is about nothing. */
function patchNotes(index: AdvisoryIndex, { feed, patches }: Patches): readonly string[] {
  const known = patches.filter((patch) => recordsOf(index, patch).length > 0);
  const listed = known.map(({ id, isWithdrawn }) => (isWithdrawn ? `${id} (withdrawn)` : id));
  const names = someOf(listed, LISTED);
  return [
    ...(known.length === 0 ? [] : [`patches of ${feed} change what records say: ${names}`]),
    ...patches
      .filter((patch) => !known.includes(patch))
      .map(({ id, package: only }) => {
        const what = only === null ? id : `${id} about ${only}`;
        return `the patch of ${what} by ${feed} changes nothing: the database has no record of that id`;
      }),
  ];
}

const LISTED = 10;

function recordsOf(index: AdvisoryIndex, { id, package: only }: Patch) {
  const names = index.packagesOf(id).filter((name) => only === null || name === only);
  const records = names.flatMap((name) => index.lookup(name)?.advisories ?? []);
  return records.filter((record) => record.id.toLowerCase() === id.toLowerCase());
}

async function openOwn(place: OwnAdvisories, now: Date): Promise<AdvisoryIndex> {
  const { bytes, info } = await compileOwn(place, now);
  const [bad] = info.malformed;
  if (bad !== undefined)
    throw new PywardError("bad-database", `the advisory ${bad.id} of ${place.title}: ${bad.reason}`);
  return openIndex(memorySource(bytes));
}

async function compileOwn(place: OwnAdvisories, now: Date) {
  try {
    const isRecord: Besides["isRecord"] = ({ value }) => !isPatchFile(value);
    return await compileDatabase(place, { now }, { isRecord, isBeside: true });
  } catch (cause) {
    if (!(cause instanceof PywardError)) throw cause;
    throw named(cause, place.title, null);
  }
}

function named(cause: PywardError, title: string, hint: string | null): PywardError {
  return new PywardError(
    cause.code,
    cause.message.startsWith(title) ? cause.message : `${title}: ${cause.message}`,
    {
      hint: hint ?? "--advisories takes OSV records in JSON or YAML: a file, a folder or a zip",
      cause,
    },
  );
}
