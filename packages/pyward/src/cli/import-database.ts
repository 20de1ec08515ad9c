import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import { openIndex } from "../advisory-index/index.ts";
import { makeFolder, writeDurably } from "../host/node/index.ts";
import { importAdvisories } from "../import-advisories.ts";
import { PywardError } from "../model/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";
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
  const key = options.verifyKey ?? io.environment["PYWARD_VERIFY_KEY"];
  if (key) {
    const { requireSignatures } = await import("./require-signatures.ts");
    requireSignatures([path, ...others], key, io);
  }
  const stored = storedIndex(target);
  const result = await importAdvisories(await placeOfRecords(placeOf(path, io), path, io), {
    now: io.now(),
    signals: readSignals(options, [...(stored === null ? [] : [stored]), openIndex(openEmbedded())], io),
    isSignalled: (options.kev ?? options.epss) !== undefined,
    others: await Promise.all(others.map((other) => placeOfRecords(placeOf(other, io), other, io))),
    before: options.force === true ? null : (stored?.info ?? null),
    write: (bytes) => {
      stored?.close(); // before it is replaced
      storing("stored", () => {
        makeFolder(dirname(target));
        writeDurably(target, bytes);
      });
    },
  });
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
