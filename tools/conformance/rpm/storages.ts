import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Headers by their number, by SQLite itself. */
export function headersBySqlite(file: string): ReadonlyMap<number, Uint8Array> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("SELECT hnum, blob FROM Packages ORDER BY hnum").all();
    return new Map(
      rows.map(({ hnum, blob }) => [Number(hnum), blob instanceof Uint8Array ? blob : new Uint8Array()]),
    );
  } finally {
    database.close();
  }
}

/** The write-ahead log of a transaction that takes a package away; the database stays as it is. */
export function logWithout(folder: string, name: string): Uint8Array {
  const work = mkdtempSync(join(tmpdir(), "rpm-log-"));
  const file = join(work, "rpmdb.sqlite");
  copyFileSync(join(folder, "rpmdb.sqlite"), file);
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=OFF");
    const { key } = database.prepare('SELECT hnum AS "key" FROM Name WHERE key = ?').get(name) ?? {};
    database.prepare("DELETE FROM Packages WHERE hnum = ?").run(Number(key));
    return readFileSync(`${file}-wal`);
  } finally {
    database.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The same headers in a hash of Berkeley DB, made with its own tool as rpm did: keys of four bytes, key 0 for the count. */
export function asBerkeleyHash(
  headers: ReadonlyMap<number, Uint8Array>,
  order: "little" | "big",
): Uint8Array {
  const work = mkdtempSync(join(tmpdir(), "rpm-hash-"));
  try {
    const key = (number: number): Uint8Array => {
      const bytes = Buffer.alloc(4);
      if (order === "little") bytes.writeUInt32LE(number);
      else bytes.writeUInt32BE(number);
      return bytes;
    };
    const rows = [
      [key(0), key(Math.max(...headers.keys()))] as const,
      ...[...headers].map(([number, blob]) => [key(number), blob] as const),
    ];
    const hex = (bytes: Uint8Array): string => ` ${Buffer.from(bytes).toString("hex")}`;
    const head = [
      "VERSION=3",
      "format=bytevalue",
      "type=hash",
      "db_pagesize=4096",
      `db_lorder=${order === "little" ? 1234 : 4321}`,
      "HEADER=END",
    ];
    const text = [...head, ...rows.flatMap(([one, value]) => [hex(one), hex(value)]), "DATA=END", ""].join(
      "\n",
    );
    const file = join(work, "Packages");
    const { status, stderr } = spawnSync("db5.3_load", [file], {
      input: text,
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    if (status !== 0) throw new Error(`db5.3_load ends with ${status}: ${stderr}`);
    return readFileSync(file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The database as an rpm that is built with ndb converts it: `rpmdb` is the path of its tool. */
export function convertedToNdb(folder: string, rpmdb: string): Uint8Array {
  const work = mkdtempSync(join(tmpdir(), "rpm-ndb-"));
  try {
    copyFileSync(join(folder, "rpmdb.sqlite"), join(work, "rpmdb.sqlite"));
    const given = ["--define", "_db_backend ndb", "--dbpath", work, "--rebuilddb"];
    const { status, stderr } = spawnSync(rpmdb, given, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${rpmdb} ends with ${status}: ${stderr}`);
    return readFileSync(join(work, "Packages.db"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The same headers as rpm's ndb lays them out (rpm, lib/backend/ndb/rpmpkg.c). The rpm of Debian is built without it: this is from the format's source, and an rpm with ndb reads it. */
export function asNdb(headers: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const pages = Math.ceil(((headers.size + 3) * 16) / 4096);
  const slots = Buffer.alloc(pages * 4096);
  for (let at = 0; at < slots.length; at += 16) slots.write("Slot", at, "latin1");
  slots.fill(0, 0, 32);
  slots.write("RpmP", 0, "latin1");
  slots.writeUInt32LE(headers.size + 1, 8);
  slots.writeUInt32LE(pages, 12);
  slots.writeUInt32LE(Math.max(...headers.keys()) + 1, 16);
  const blobs: Buffer[] = [];
  let block = slots.length / 16;
  // A free slot in between, as a removed package leaves.
  for (const [at, [number, blob]] of [...headers].entries()) {
    const made = ndbBlob(number, blob);
    const slot = 32 + 16 * (at === 0 ? 0 : at + 1);
    slots.writeUInt32LE(number, slot + 4);
    slots.writeUInt32LE(block, slot + 8);
    slots.writeUInt32LE(made.length / 16, slot + 12);
    block += made.length / 16;
    blobs.push(made);
  }
  return new Uint8Array(Buffer.concat([slots, ...blobs]));
}

function ndbBlob(number: number, blob: Uint8Array): Buffer {
  const made = Buffer.alloc(Math.ceil((16 + blob.length + 12) / 16) * 16);
  made.write("BlbS", 0, "latin1");
  made.writeUInt32LE(number, 4);
  made.writeUInt32LE(1_700_000_000, 8);
  made.writeUInt32LE(blob.length, 12);
  made.set(blob, 16);
  const tail = made.length - 12;
  let [a, b] = [1n, 0n];
  for (const byte of made.subarray(0, tail)) {
    a += BigInt(byte);
    b += a;
  }
  made.writeUInt32LE(Number(((b % 65_521n) << 16n) | (a % 65_521n)), tail);
  made.writeUInt32LE(blob.length, tail + 4);
  made.write("BlbE", tail + 8, "latin1");
  return made;
}
