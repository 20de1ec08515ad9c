import { createPrivateKey, sign, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { openIndex } from "../advisory-index/index.ts";
import { memorySource } from "../advisory-index/memory-source.ts";
import { verifyIndex } from "../advisory-index/verify-index.ts";
import { writeDurably } from "../host/node/index.ts";
import { readWhole } from "../host/index.ts";
import { PywardError } from "../model/index.ts";
import { importAdvisories } from "../import-advisories.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";
import { openDatabase, openDatabaseBytes, openEmbedded, placeOf, storedPath } from "./open-database.ts";
import { readSignals } from "./read-signals.ts";
import { placeOfRecords } from "./records-place.ts";
import { usable } from "./show-database.ts";
import { storing } from "./store-database.ts";

export interface ExportOptions {
  readonly sign?: string;
  readonly database?: string;
  readonly json?: true;
}

/**
 * `pyward db export FILE`: the file of the database is its own manifest: format, size and SHA-256 in its header, suppliers and dates in
 * `info`. The signature is detached, as that of a policy is. Gives 0; everything else is thrown, before anything is written.
 */
export async function exportDatabase(path: string, options: ExportOptions, io: Io): Promise<number> {
  const key = options.sign === undefined ? null : privateKey(resolve(io.cwd, options.sign), options.sign);
  const bytes = await bytesOf(options.database ?? null, io);
  const source = memorySource(bytes);
  verifyIndex(source);
  const { info } = openIndex(source);
  const target = resolve(io.cwd, path);
  const signature = key === null ? null : `${target}.sig`;
  // The signature first: a file without one is refused where one is asked for, a signature alone does no harm.
  if (key !== null && signature !== null) write(signature, `${sign(null, bytes, key).toString("base64")}\n`);
  write(target, bytes);
  if (options.json === true) {
    io.stdout.write(
      `${escapeHidden(JSON.stringify({ path: target, signature, size: bytes.length, info }, null, 2))}\n`,
    );
    return 0;
  }
  const { advisories, packages, modified, id } = info;
  io.stdout.write(
    `Wrote ${advisories} advisories about ${packages} packages, the newest of ${modified.slice(0, 10)}.\n` +
      `${neutralise(path)}: ${(bytes.length / 1e6).toFixed(1)} MB, ${id}\n` +
      (signature === null ? "" : `${neutralise(path)}.sig: its signature\n`),
  );
  return 0;
}

/** Of the database that an audit would use. Throws PywardError `bad-database`, `missing-path`. */
async function bytesOf(named: string | null, io: Io): Promise<Uint8Array> {
  if (named !== null) {
    // As an import of it would store it: with its raw records and their signals.
    let bytes: Uint8Array | null = null;
    const place = await placeOfRecords(placeOf(named, io), named, io);
    await importAdvisories(place, {
      now: io.now(),
      signals: readSignals({}, [openIndex(openEmbedded())], io),
      write: (written) => void (bytes = written),
    });
    if (bytes === null) throw new Error("an import writes, or throws");
    return bytes;
  }
  const { index, origin } = usable(await openDatabase(null, io, io.now()));
  index.close();
  const stored = storedPath(io);
  return readWhole(origin === "stored" && stored !== null ? openDatabaseBytes(stored) : openEmbedded());
}

/** Throws PywardError `missing-path`, `usage`. */
function privateKey(file: string, shown: string): KeyObject {
  if (!existsSync(file)) throw new PywardError("missing-path", `there is no key at ${shown}`);
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // What is wrong with it is not said: the message could quote it.
  }
  throw new PywardError("usage", `${shown} is no Ed25519 private key in PEM without a passphrase`, {
    hint: "Make one with: openssl genpkey -algorithm ed25519 -out company.key",
  });
}

function write(target: string, content: Uint8Array | string): void {
  storing("written", () =>
    writeDurably(target, typeof content === "string" ? Buffer.from(content) : content),
  );
}
