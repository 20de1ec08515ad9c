import { expect, test } from "vitest";
import { loosenings } from "./loosenings.ts";
import { mergeConfigs } from "./merge.ts";
import { parseConfig } from "./parse-config.ts";
import type { LayeredFile } from "./read-config.ts";

const URL_OF_OURS = "https://index.example/acme";

function file(path: string, kind: string | null, isFloor = false): LayeredFile {
  const text = kind === null ? "" : `[[indexes]]\nurl = "${URL_OF_OURS}/"\nkind = "${kind}"\n`;
  const read = parseConfig({ text, sha256: "", path, isTrusted: false, form: "pyward", folder: "" });
  if (read.kind !== "config") throw new Error(read.kind);
  return { ...read.file, isFloor };
}

const merged = (...files: readonly LayeredFile[]) => mergeConfigs(files, files.length);

test("the nearest file's word on an index counts, but for what a floor calls a mirror", () => {
  const kinds = (...files: readonly LayeredFile[]) =>
    merged(...files).indexes.map(({ url, kind, place }) => `${url} ${kind} ${place.path}:${place.line}`);
  expect(kinds(file("a", "pypi"), file("b", "private"))).toEqual([`${URL_OF_OURS} private b:1`]);
  expect(kinds(file("a", "private"), file("b", null))).toEqual([`${URL_OF_OURS} private a:1`]);
  expect(merged(file("a", "private", true), file("b", "pypi")).problems).toEqual([]);
  expect(merged(file("a", null, true), file("b", "private")).problems).toEqual([]);
  expect(merged(file("a", "pypi", true), file("b", "private")).problems).toEqual([
    {
      place: { path: "b", line: 1 },
      message: `${URL_OF_OURS} is no private index by a:1, which is inherited`,
      hint: null,
    },
  ]);
});

test("a change that calls an index private is told for its review, and no other is", () => {
  const changes = (before: string | null, after: string | null) =>
    loosenings(merged(file("c", before)), merged(file("c", after)));
  const told = [`c:1 would call the index ${URL_OF_OURS} private`];
  expect([changes(null, "private"), changes("pypi", "private")]).toEqual([told, told]);
  expect([changes("private", "private"), changes("private", null), changes(null, "pypi")]).toEqual([
    [],
    [],
    [],
  ]);
});
