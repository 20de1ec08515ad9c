import { dirname } from "node:path";
import { openIndex } from "../advisory-index/index.ts";
import { makeFolder, writeDurably } from "../host/node/index.ts";
import { importAdvisories } from "../import-advisories.ts";
import { PywardError } from "../model/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";
import { openEmbedded, placeOf, storedPath } from "./open-database.ts";
import { placeOfRecords } from "./records-place.ts";

/** `pyward db import`: builds or takes over a database and stores it. Gives 0; everything else is thrown. */
export async function importDatabase(
  [path = "", ...others]: readonly string[],
  options: { readonly json?: true },
  io: Io,
): Promise<number> {
  const target = storedPath(io);
  if (target === null) {
    throw new PywardError("cannot-write", "there is no home directory to store a database in", {
      hint: "Set PYWARD_HOME.",
    });
  }
  const known = openIndex(openEmbedded());
  const result = await importAdvisories(await placeOfRecords(placeOf(path, io), path, io), {
    now: io.now(),
    known,
    others: await Promise.all(others.map((other) => placeOfRecords(placeOf(other, io), other, io))),
    write: (bytes) => store(target, bytes),
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

function store(target: string, bytes: Uint8Array): void {
  try {
    makeFolder(dirname(target));
    writeDurably(target, bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PywardError("cannot-write", `the database could not be stored: ${reason}`, { cause });
  }
}
