import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { memoryTree, type MemoryFile } from "../../../../host/memory/index.ts";
import { fileOrigin, makeDependency } from "../../../../model/index.ts";
import { normalizeName } from "../../../../python/index.ts";
import { withOwners } from "../with-owners.ts";
import { readRpm } from "./rpm.ts";

// Made by tools/conformance/rpm/compare.ts from packages that rpmbuild built and rpm installed.
const fixture = (name: string): Uint8Array => readFileSync(join(import.meta.dirname, "fixtures", name));
const unpacked = (name: string): Uint8Array => new Uint8Array(gunzipSync(fixture(`${name}.gz`)));

interface Root {
  readonly files: Readonly<Record<string, string>>;
  /** What rpm says owns it: `name version fixes`. */
  readonly expected: Readonly<Record<string, string | null>>;
}
const root: Root = JSON.parse(new TextDecoder().decode(fixture("root.json")));
const STORAGES = ["rpmdb.sqlite", "Packages.db", "Packages"] as const;

async function ownersIn(files: Readonly<Record<string, MemoryFile>>) {
  const given = Object.keys(root.files).map((path, at) => {
    const name = normalizeName(`d${at}`);
    const source = { type: "registry", url: null } as const;
    const origins = [fileOrigin(path)];
    return makeDependency({ name, version: "1", pin: "exact", basis: "installed", source, origins });
  });
  const { dependencies, gaps } = await withOwners(memoryTree({ ...root.files, ...files }), given);
  const owners = dependencies.map(({ origins, systemPackage: found }) => [
    origins[0]?.path ?? "",
    found === undefined ? null : `${found.name} ${found.version} ${found.fixes.join()}`,
  ]);
  return { owners: Object.fromEntries(owners), gaps };
}

const count = (owners: Readonly<Record<string, unknown>>): number =>
  Object.values(owners).filter((owner) => owner !== null).length;

describe("readRpm", () => {
  it.each(STORAGES)("tells from %s what rpm itself tells", async (name) => {
    expect(count(root.expected)).toBe(19);
    for (const folder of ["var/lib/rpm", "usr/lib/sysimage/rpm"])
      expect(await ownersIn({ [`${folder}/${name}`]: unpacked(name) })).toEqual({
        owners: root.expected,
        gaps: [],
      });
  });

  it("reads what is committed in the log of SQLite, and no more", async () => {
    const database = { "var/lib/rpm/rpmdb.sqlite": unpacked("rpmdb.sqlite") };
    const log = unpacked("rpmdb.sqlite-wal");
    const withLog = async (bytes: Uint8Array) =>
      ownersIn({ ...database, "var/lib/rpm/rpmdb.sqlite-wal": bytes });
    expect((await withLog(new Uint8Array())).owners).toEqual(root.expected);
    const { owners, gaps } = await withLog(log);
    expect([count(owners), gaps]).toEqual([18, []]);
    expect(Object.keys(owners).filter((path) => owners[path] !== root.expected[path])).toEqual([
      "usr/lib/python3.9/site-packages/thyme-2.0.dist-info/METADATA",
    ]);
    // Half of a transaction is none.
    expect((await withLog(log.subarray(0, log.length - 100))).owners).toEqual(root.expected);
    const wrong = log.slice();
    wrong[wrong.length - 5] = ~(wrong.at(-5) ?? 0);
    expect((await withLog(wrong)).owners).toEqual(root.expected);
  });

  it.each(STORAGES)("says that a damaged %s is not known, and throws never", async (name) => {
    const whole = unpacked(name);
    const path = `var/lib/rpm/${name}`;
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 0x7fffffff) % below;
    let gaps = 0;
    for (let round = 0; round < 120; round++) {
      const bytes = round % 3 === 0 ? whole.slice(0, random(whole.length)) : whole.slice();
      if (round % 3 !== 0)
        for (let at = 0; at < 40; at++) bytes[random(bytes.length)] = round % 3 === 1 ? 0xff : random(256);
      gaps += ((await readRpm(memoryTree({ [path]: bytes })))?.gaps ?? []).length;
    }
    expect(gaps).toBeGreaterThan(60);
  });

  it.each([
    ["empty", ""],
    ["text", "x".repeat(5000)],
    ["too large", { size: 1e10 }],
    ["forbidden", { failure: { kind: "unreadable", reason: "permission denied" } }],
  ] as const)("makes a gap of one that is %s", async (_, content) => {
    for (const name of STORAGES) {
      const { owners, gaps } = await ownersIn({ [`var/lib/rpm/${name}`]: content });
      expect(count(owners)).toBe(0);
      expect(gaps.map(({ code, origin, expected }) => [code, origin?.path, expected])).toEqual([
        [expect.stringMatching(/^(?:unreadable|limit-exceeded)$/), `var/lib/rpm/${name}`, false],
      ]);
    }
  });

  it.each([
    ["whose table holds itself", "rpmdb.sqlite", sqliteLoop],
    ["whose packages are one and the same", "Packages.db", ndbOverlap],
    ["whose header goes on in itself", "Packages", hashLoop],
  ] as const)("ends soon with one %s", async (_, name, spoil) => {
    const started = performance.now();
    const read = await readRpm(memoryTree({ [`var/lib/rpm/${name}`]: spoil(unpacked(name)) }));
    expect(read?.gaps.map(({ code }) => code)).toEqual(["unreadable"]);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("is null where rpm has no database", async () => {
    expect(
      await readRpm(memoryTree({ "var/lib/rpm/.rpm.lock": "", "x/var/lib/rpm/Packages": "" })),
    ).toBeNull();
  });

  it("does not read it for what lies elsewhere", async () => {
    const files = { "var/lib/rpm/Packages": "", "srv/app/a-1.dist-info/METADATA": "" };
    const source = { type: "registry", url: null } as const;
    const origins = [fileOrigin("srv/app/a-1.dist-info/METADATA")];
    const name = normalizeName("a");
    const given = makeDependency({ name, version: "1", pin: "exact", basis: "installed", source, origins });
    expect((await withOwners(memoryTree(files), [given])).gaps).toEqual([]);
  });
});

/** The page that the schema names for `Packages`, made an inner one whose only child is itself. */
function sqliteLoop(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let page = 1; page * 4096 < bytes.length; page++) {
    const start = page * 4096;
    if (bytes[start] !== 5) continue;
    view.setUint32(start + 8, page + 1);
    view.setUint16(start + 3, 0);
  }
  return bytes;
}

/** Every slot names the first package, in a file with a hundred times as many slots. */
function ndbOverlap(bytes: Uint8Array): Uint8Array {
  const pages = 200;
  const shift = (pages - 1) * 4096;
  const made = new Uint8Array(bytes.length + shift);
  made.set(bytes.subarray(4096), pages * 4096);
  const view = new DataView(made.buffer);
  made.set(bytes.subarray(0, 32));
  view.setUint32(12, pages, true);
  const slot = new DataView(bytes.buffer, 32, 16);
  for (let at = 32; at < pages * 4096; at += 16) {
    made.set(bytes.subarray(32, 48), at);
    view.setUint32(at + 8, slot.getUint32(8, true) + shift / 16, true);
  }
  return made;
}

function hashLoop(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let page = 1; page * 4096 < bytes.length; page++)
    if (bytes[page * 4096 + 25] === 7) view.setUint32(page * 4096 + 16, page, true);
  return bytes;
}
