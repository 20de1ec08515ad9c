import { describe, expect, test } from "vitest";
import {
  makeDependency,
  makeGap,
  makeInventory,
  type Dependency,
  type Inventory,
  type Origin,
} from "../../packages/pyward/src/model/index.ts";
import { normalizeName, type PackageName } from "../../packages/pyward/src/python/index.ts";
import { breaches } from "./inventory.ts";

const FILES = { "a.txt": "brick==1.0\n", "folder/b.txt": "" };
const AT: Origin = { path: "a.txt", line: 1, column: 1, layer: null, span: { start: 0, end: 10 } };

function dependency(given: Partial<Dependency> = {}): Dependency {
  const source = { type: "registry", url: null } as const;
  const name = normalizeName("brick");
  return makeDependency({
    name,
    version: "1.0",
    pin: "exact",
    basis: "locked",
    source,
    origins: [AT],
    ...given,
  });
}

const of = (given: Partial<Dependency>): Partial<Inventory> => ({ dependencies: [dependency(given)] });
const at = (place: Partial<Origin>): Partial<Inventory> => of({ origins: [{ ...AT, ...place }] });

test("an inventory as it should be has no breach", () => {
  const sound = makeInventory({
    dependencies: [dependency(), dependency({ name: normalizeName("sand") })],
    edges: [{ from: "brick@1.0", to: "sand@1.0", marker: null }],
    gaps: [makeGap({ code: "missing-file", reason: "it is not there", origin: { ...AT, path: "gone.txt" } })],
  });
  expect(breaches(sound, FILES)).toEqual([]);
});

describe("a breach is seen:", () => {
  test.each<[string, Partial<Inventory>]>([
    ["two of one key", { dependencies: [dependency(), dependency()] }],
    ["an edge to nowhere", { ...of({}), edges: [{ from: "brick@1.0", to: "gone", marker: null }] }],
    ["a name as it was written", of({ name: "Brick" as PackageName })],
    ["no origin", of({ origins: [] })],
    ["a file that is not there", at({ path: "b.txt" })],
    ["a line past the end", at({ line: 3 })],
    ["a line before the start", at({ line: 0 })],
    ["a column past the end", at({ column: 13 })],
    ["a line without a column", at({ column: null })],
    ["a span past the end", at({ span: { start: 0, end: 12 } })],
    ["a span that runs back", at({ span: { start: 2, end: 1 } })],
    ["scopes out of order", of({ scopes: ["main", "build"] })],
    ["no scope", of({ scopes: [] })],
    ["an extra twice", of({ extras: ["a", "a"] })],
    ["exact without a version", of({ version: null })],
    ["a range without specifiers", of({ pin: "range" })],
    ["a secret in a URL", of({ source: { type: "git", url: "https://user:secret@git.example/x" } })],
    ["a query in a URL", of({ source: { type: "url", url: "https://files.example/x?token=1" } })],
    ["an escape in a reason", { gaps: [makeGap({ code: "unreadable", reason: "\u001B[2J", origin: null })] }],
    ["no reason", { gaps: [makeGap({ code: "unreadable", reason: "", origin: null })] }],
    ["a file read twice", { alsoRead: ["a.txt", "a.txt"] }],
    ["a mark in a note", { notes: ["\u202Eevil"] }],
  ])("%s", (_, given) => {
    expect(breaches(makeInventory(given), FILES)).toHaveLength(1);
  });
});
