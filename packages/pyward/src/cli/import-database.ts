import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import { openIndex } from "../advisory-index/index.ts";
import { memorySource } from "../advisory-index/memory-source.ts";
import { SILENT } from "../host/index.ts";
import { memoryTree } from "../host/memory/index.ts";
import { makeFolder, writeDurably } from "../host/node/index.ts";
import { importAdvisories, type ImportResult } from "../import-advisories.ts";
import { PywardError } from "../model/index.ts";
import type { DatabasePlace } from "../open-database-file.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";
import { lockDatabase } from "./lock-database.ts";
import { readSignals, type SignalFiles } from "./read-signals.ts";
import { openDatabaseBytes, openEmbedded, placeOf } from "./open-database.ts";
import { placeOfRecords } from "./records-place.ts";
import { storeTarget, storing } from "./store-database.ts";

export interface ImportCommandOptions extends SignalFiles {
  readonly json?: true;
  readonly force?: true;
  /** A file, or the key itself in base64. */
  readonly verifyKey?: string;
}

/** `pyward db import`: builds or takes over a database and stores it. Gives 0; everything else is thrown. */
export async function importDatabase(
  [path = "", ...others]: readonly string[],
  options: ImportCommandOptions,
  io: Io,
): Promise<number> {
  const target = storeTarget(io);
  const placesOf = await placesFor(options, io);
  const [place, ...besides] = await placesOf([path, ...others]);
  if (place === undefined) throw new Error("at least one path is asked for");
  const release = await lockDatabase(target, SILENT);
  try {
    return said(target, await store(target, { place, others: besides }, options, io), options, io);
  } finally {
    release();
  }
}

interface Importing {
  readonly place: DatabasePlace;
  readonly others: readonly DatabasePlace[];
}

function store(
  target: string,
  { place, others }: Importing,
  options: ImportCommandOptions,
  io: Io,
): Promise<ImportResult> {
  const stored = storedIndex(target);
  return importAdvisories(place, {
    now: io.now(),
    signals: readSignals(options, [...(stored === null ? [] : [stored]), openIndex(openEmbedded())], io),
    isSignalled: (options.kev ?? options.epss) !== undefined,
    others,
    before: options.force === true ? null : (stored?.info ?? null),
    write: (bytes) => {
      stored?.close(); // before it is replaced
      storing("stored", () => {
        makeFolder(dirname(target));
        writeDurably(target, bytes);
      });
    },
  });
}

/** How paths become places: with a key, each file is read once, and what was verified is what is imported. */
async function placesFor({ verifyKey }: ImportCommandOptions, io: Io) {
  const key = verifyKey ?? io.environment["PYWARD_VERIFY_KEY"];
  if (!key)
    return (paths: readonly string[]): Promise<readonly DatabasePlace[]> =>
      Promise.all(paths.map((path) => placeOfRecords(placeOf(path, io), path, io)));
  const { signedFiles } = await import("./require-signatures.ts");
  return async (paths: readonly string[]): Promise<readonly DatabasePlace[]> =>
    signedFiles(paths, key, io).map(({ path, bytes }) => ({
      tree: memoryTree({ [basename(path)]: bytes }),
      path: basename(path),
      openBytes: () => memorySource(bytes),
    }));
}

function said(target: string, result: ImportResult, options: ImportCommandOptions, io: Io): number {
  const { info, size, wasBuilt } = result;
  if (options.json === true) {
    io.stdout.write(`${escapeHidden(JSON.stringify({ path: target, size, wasBuilt, info }, null, 2))}\n`);
    return 0;
  }
  const damaged = info.malformed.length === 0 ? "" : `, ${info.malformed.length} records could not be read`;
  io.stdout.write(
    `${wasBuilt ? "Stored" : "Built and stored"} ${info.advisories} advisories about ${info.packages} packages` +
      ` (${info.withdrawn} withdrawn${damaged}), the newest of ${info.modified.slice(0, 10)}.\n` +
      `${neutralise(target)}: ${(size / 1e6).toFixed(1)} MB, ${info.id}\n`,
  );
  return 0;
}

/** Null where there is none, or what there is cannot be used: that may be replaced. */
function storedIndex(target: string): AdvisoryIndex | null {
  if (!existsSync(target)) return null;
  try {
    return openIndex(openDatabaseBytes(target));
  } catch (error) {
    if (error instanceof PywardError) return null;
    throw error;
  }
}
