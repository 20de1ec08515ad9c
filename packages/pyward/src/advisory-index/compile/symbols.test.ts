import { expect, test } from "vitest";
import { readHashes } from "./hashes.ts";
import { readSymbols } from "./symbols.ts";

test("imports of the PyPA database and affected functions of GitHub's are dotted paths, each once", () => {
  const specific = {
    imports: [
      { attribute: "load", modules: ["yaml", "yaml.cyaml"] },
      { modules: ["brick.wall"] },
      { attribute: "Loader.get", modules: ["yaml"] },
    ],
    affected_functions: ["yaml.load", "brick.build()", " brick.Wall.fall(self, x) "],
  };
  expect(readSymbols(specific)).toEqual([
    "yaml.load",
    "yaml.cyaml.load",
    "brick.wall",
    "yaml.Loader.get",
    "brick.build",
    "brick.Wall.fall",
  ]);
});

test("what is no path is left out, and no shape is too odd", () => {
  const odd = {
    imports: [null, { modules: "yaml" }, { attribute: 3, modules: [3, "ok"] }],
    affected_functions: {},
  };
  expect(readSymbols(odd)).toEqual(["ok"]);
  expect(
    readSymbols({ affected_functions: ["a b", "a..b", "", "(x).y", "a".repeat(301), 7, "é.ü"] }),
  ).toEqual(["é.ü"]);
  expect([null, [], "imports", 1].map(readSymbols)).toEqual([[], [], [], []]);
});

test("digests that a record names are those of its files, wherever they stand; those of reports are not", () => {
  const [one, two, three] = ["a", "B", "c"].map((digit) => digit.repeat(64));
  const record = {
    database_specific: {
      iocs: { files: [{ sha256: one }, { sha256: `sha256:${two}` }] },
      "malicious-packages-origins": [{ sha256: three }],
    },
    affected: [{ ecosystem_specific: { sha256: one, sha1: "d".repeat(40) } }, null],
    details: three,
  };
  expect(readHashes(record)).toEqual([one, two?.toLowerCase()]);
  expect(readHashes({ database_specific: [[[[[[[one]]]]]]] })).toEqual([]);
});
