import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Replacement } from "../../file-set.ts";
import { journalPath } from "./journal.ts";
import { nodeFileSet } from "./node-file-set.ts";

const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const OLD = { "a.txt": "old a\n", "sub/b.txt": "old b, which is longer\n", "c.toml": "old c\n" };
const NEW = { "a.txt": "new a, and longer than before\n", "sub/b.txt": "new b\n", "c.toml": "new c\n" };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const CHANGES: readonly Replacement[] = Object.entries(OLD).map(([path, before]) => ({
  path,
  before: bytes(before),
  after: bytes(NEW[path as keyof typeof NEW]),
}));

function project(): { readonly root: string; readonly journals: string } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pyward-set-")));
  made.push(folder);
  const root = join(folder, "root");
  mkdirSync(join(root, "sub"), { recursive: true });
  for (const [path, text] of Object.entries(OLD)) writeFileSync(join(root, path), text);
  return { root, journals: join(folder, "home/edits") };
}

/** Every file of a folder and below, hidden ones too, with its text. */
function contents(root: string): Record<string, string> {
  if (!existsSync(root)) return {};
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]),
  );
}

const isAdministrator = process.geteuid?.() === 0;

test("puts all in place, with the mode of each, and leaves nothing else behind", () => {
  const place = project();
  chmodSync(join(place.root, "a.txt"), 0o640);
  expect(nodeFileSet(place).replaceAll(CHANGES)).toEqual({ kind: "replaced" });
  expect(contents(place.root)).toEqual(NEW);
  expect(statSync(join(place.root, "a.txt")).mode & 0o7777).toBe(0o640);
  expect(contents(place.journals)).toEqual({});
  expect(nodeFileSet(place).recover()).toEqual({ kind: "nothing" });
});

test("one file needs no journal, several do", () => {
  const place = { ...project(), journals: null };
  expect(nodeFileSet(place).replaceAll(CHANGES)).toMatchObject({ kind: "refused", path: "a.txt" });
  expect(nodeFileSet(place).replaceAll(CHANGES.slice(0, 1))).toEqual({ kind: "replaced" });
  expect(contents(place.root)).toEqual({ ...OLD, "a.txt": NEW["a.txt"] });
});

describe("refuses, and changes nothing", () => {
  const refused = (prepare: (root: string) => void, changes = CHANGES): unknown => {
    const place = project();
    prepare(place.root);
    const before = contents(place.root);
    const result = nodeFileSet(place).replaceAll(changes);
    expect(contents(place.root)).toEqual(before);
    expect(existsSync(journalPath(place.journals, place.root))).toBe(false);
    return result;
  };

  test("what has changed", () => {
    expect(refused((root) => writeFileSync(join(root, "c.toml"), "mine\n"))).toEqual({
      kind: "refused",
      path: "c.toml",
      reason: "has changed since it was read",
    });
  });

  test("a link, to a file or on the way, also to the same content", () => {
    const outside = (root: string): string => join(root, "../outside");
    const link = (root: string): void => {
      writeFileSync(outside(root), OLD["a.txt"]);
      rmSync(join(root, "a.txt"));
      symlinkSync(outside(root), join(root, "a.txt"));
    };
    expect(refused(link)).toMatchObject({
      path: "a.txt",
      reason: "is a symbolic link, and pyward writes through none",
    });
    const folder = (root: string): void => {
      mkdirSync(outside(root));
      writeFileSync(join(outside(root), "b.txt"), OLD["sub/b.txt"]);
      rmSync(join(root, "sub"), { recursive: true });
      symlinkSync(outside(root), join(root, "sub"));
    };
    expect(refused(folder)).toMatchObject({
      path: "sub/b.txt",
      reason: "lies behind a symbolic link, and pyward writes through none",
    });
  });

  test.each(["../x", "/etc/passwd", "a//b", "", "sub/../a.txt", "./a.txt"])("the path %j", (path) => {
    expect(refused(() => undefined, [{ path, before: bytes(""), after: bytes("x") }])).toMatchObject({
      path,
    });
  });

  test("what is gone, is no file, or is read-only", () => {
    expect(refused((root) => rmSync(join(root, "c.toml")))).toMatchObject({
      reason: "is not there any more",
    });
    const directory = (root: string): void => {
      rmSync(join(root, "c.toml"));
      mkdirSync(join(root, "c.toml"));
    };
    expect(refused(directory)).toMatchObject({ reason: "is no regular file" });
    expect(refused((root) => chmodSync(join(root, "c.toml"), 0o444))).toMatchObject({
      path: "c.toml",
      reason: "is read-only",
    });
  });

  test.skipIf(isAdministrator)("a folder without permission", () => {
    const place = project();
    chmodSync(join(place.root, "sub"), 0o555);
    expect(nodeFileSet(place).replaceAll(CHANGES)).toMatchObject({ kind: "refused", path: "sub/b.txt" });
    chmodSync(join(place.root, "sub"), 0o755);
    expect(contents(place.root)).toEqual(OLD);
  });

  test("while another run is at work", () => {
    const place = project();
    mkdirSync(place.journals, { recursive: true });
    writeFileSync(`${journalPath(place.journals, place.root)}.lock`, `${process.ppid}\n`);
    expect(nodeFileSet(place).replaceAll(CHANGES)).toMatchObject({
      reason: "is being changed by another run of pyward",
    });
  });
});

test("a second name of a file keeps the old content", () => {
  const place = project();
  linkSync(join(place.root, "a.txt"), join(place.root, "twin"));
  expect(nodeFileSet(place).replaceAll(CHANGES)).toEqual({ kind: "replaced" });
  expect(contents(place.root)).toEqual({ ...NEW, twin: OLD["a.txt"] });
});

/** What a process of its own does, in which the calls of the system that change something are counted. */
const COUNTED = `
  import fs from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  let calls = 0;
  let fault = () => undefined;
  for (const name of ["openSync", "writeFileSync", "renameSync", "linkSync", "rmSync"]) {
    const real = fs[name];
    fs[name] = (...given) => {
      calls++;
      fault(name, real, given);
      return real(...given);
    };
  }
  syncBuiltinESMExports();
  const { nodeFileSet } = await import(${JSON.stringify(new URL("node-file-set.ts", import.meta.url).href)});
  const changes = ${JSON.stringify(Object.entries(OLD))}.map(([path, before]) =>
    ({ path, before: Buffer.from(before), after: Buffer.from(${JSON.stringify(NEW)}[path]) }));
`;

function run(code: string) {
  const flags = ["--input-type=module", "--no-warnings", "-e"];
  return spawnSync(process.execPath, [...flags, COUNTED + code], { encoding: "utf8" });
}

/** Whether it was killed at the call number `at`, half way through where it writes; false: it ended before. */
function isKilled(place: { root: string; journals: string }, at: number): boolean {
  const { signal, stderr } = run(`
    calls = 0;
    fault = (name, real, given) => {
      if (calls !== ${at}) return;
      if (name === "writeFileSync") real(given[0], given[1].subarray(0, 3));
      process.kill(process.pid, "SIGKILL");
    };
    nodeFileSet(${JSON.stringify(place)}).replaceAll(changes);`);
  expect(stderr).toBe("");
  return signal === "SIGKILL";
}

test("killed at any call of the system: afterwards all are old or all are new, and nothing is left behind", () => {
  const seen = new Set<string>();
  let at = 1;
  for (; ; at += 1) {
    const place = project();
    if (!isKilled(place, at)) break;
    for (const [path, text] of Object.entries(contents(place.root)))
      if (path in OLD) expect([OLD[path as keyof typeof OLD], NEW[path as keyof typeof NEW]]).toContain(text);
    const recovery = nodeFileSet(place).recover();
    seen.add(recovery.kind);
    const after = contents(place.root);
    if (recovery.kind === "nothing") expect([OLD, NEW]).toContainEqual(after);
    else expect(after).toEqual(recovery.kind === "completed" ? NEW : OLD);
    expect(nodeFileSet(place).recover()).toEqual({ kind: "nothing" });
    // Who was killed while it took its turn is waited for.
    if (at < 3) continue;
    const rest = CHANGES.filter(({ path }) => after[path] === OLD[path as keyof typeof OLD]);
    expect(nodeFileSet(place).replaceAll(rest)).toEqual({ kind: "replaced" });
    expect(contents(place.root)).toEqual(NEW);
    expect(
      Object.keys(contents(place.journals)).filter((name) => rest.length > 0 || !name.endsWith(".lock")),
    ).toEqual([]);
  }
  expect(seen).toEqual(new Set(["nothing", "rolled-back", "completed"]));
  expect(at).toBeGreaterThan(40);
}, 120_000);

test("a disk that is full at any call: nothing has changed", () => {
  const place = project();
  const { stdout, stderr } = run(`
    const place = ${JSON.stringify(place)};
    const read = () => fs.readdirSync(place.root, { recursive: true }).toSorted().map((name) =>
      fs.statSync(place.root + "/" + name).isFile() ? name + ": " + fs.readFileSync(place.root + "/" + name, "utf8") : name).join("");
    const before = read();
    const seen = [];
    for (let at = 1; at < 200; at++) {
      calls = 0;
      fault = () => {
        if (calls === at) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      };
      const { kind } = nodeFileSet(place).replaceAll(changes);
      const isPast = calls < at;
      fault = () => undefined;
      // That it ended is what lets the next one in.
      fs.rmSync(${JSON.stringify(`${journalPath(place.journals, place.root)}.lock`)}, { force: true });
      if (kind === "replaced" && isPast) break;
      if (kind === "replaced") {
        nodeFileSet(place).recover();
        nodeFileSet(place).replaceAll(changes.map(({ path, before, after }) => ({ path, before: after, after: before })));
      }
      const { kind: recovery, changed } = nodeFileSet(place).recover();
      seen.push([kind, recovery, changed ?? [], read() === before].join(" "));
    }
    console.log(JSON.stringify([...new Set(seen)].toSorted()), seen.length);`);
  expect(stderr).toBe("");
  // What cannot be tidied up when all is in place does no harm.
  expect(stdout).toBe(`["refused nothing  true","replaced nothing  true"] 41\n`);
  expect(nodeFileSet(place).recover().kind).toMatch(/^(?:nothing|completed)$/);
  expect(contents(place.root)).toEqual(NEW);
}, 60_000);

test("what somebody wrote since a run was killed stays, and is said", () => {
  const isHalfDone = (texts: Record<string, string>): boolean =>
    texts["a.txt"] === NEW["a.txt"] && texts["c.toml"] === OLD["c.toml"];
  let place = project();
  for (let at = 1; !isHalfDone(contents(place.root)); at++) {
    place = project();
    expect(isKilled(place, at)).toBe(true);
  }
  writeFileSync(join(place.root, "a.txt"), "mine\n");
  expect(nodeFileSet(place).recover()).toEqual({
    kind: "rolled-back",
    paths: ["a.txt", "sub/b.txt", "c.toml"],
    changed: ["a.txt"],
  });
  expect(contents(place.root)).toEqual({ ...OLD, "a.txt": "mine\n" });
}, 60_000);

test("a journal that is none, or of another place, is not followed", () => {
  const place = project();
  mkdirSync(place.journals, { recursive: true });
  const path = journalPath(place.journals, place.root);
  for (const text of [
    "",
    "{}",
    "[1]",
    `{"version":1,"root":"/","id":"12345678","state":"writing","files":[]}`,
  ]) {
    writeFileSync(path, text);
    expect(nodeFileSet(place).recover()).toEqual({
      kind: "failed",
      path,
      reason: "is no journal that pyward wrote",
    });
    expect(nodeFileSet(place).replaceAll(CHANGES)).toMatchObject({ kind: "refused" });
  }
  expect(contents(place.root)).toEqual(OLD);
});
