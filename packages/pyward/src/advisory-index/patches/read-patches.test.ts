import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { isPatchFile, readPatches } from "./read-patches.ts";

const SCHEMA = join(import.meta.dirname, "../../../../../docs/patches-schema.json");
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(
  JSON.parse(readFileSync(SCHEMA, "utf8")),
);

function read(patch: unknown): string {
  try {
    return JSON.stringify(readPatches({ patches: [patch] }, "p.json")[0]);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

const BASE = { id: "PYSEC-1", reason: "why" };

describe("the schema and the strict reader agree", () => {
  test.each([
    { withdrawn: true },
    { disputed: "true", owner: "ana", package: "Brick_Wall" },
    { addFixed: "1.4" },
    { severity: "low" },
    { severity: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" },
    { affected: [] },
    { affected: [{ introduced: "1.0", fixed: "1.4" }, { lastAffected: "2" }, { version: "3" }] },
  ])("both take %j", (given) => {
    const patch = { ...BASE, ...given };
    expect([validate({ patches: [patch] }), read(patch).startsWith("{")]).toEqual([true, true]);
  });

  test.each([
    [{}, "p.json, patch 1: it changes nothing"],
    [
      { withdrawn: true, reason: " " },
      "p.json, patch 1: reason is no text, or none of a length that one reads",
    ],
    [{ withdrawn: 1 }, "p.json, patch 1: withdrawn is neither true nor false"],
    [{ addFixed: 1.4 }, "p.json, patch 1: addFixed is no text, or none of a length that one reads"],
    [
      { severity: "huge" },
      "p.json, patch 1: severity is none of critical, high, medium, low, none, and no vector of CVSS 3 or 4",
    ],
    [{ affected: [{}] }, "p.json, patch 1, affected 1: it has no bound"],
    [
      { affected: [{ fixed: "1", lastAffected: "2" }] },
      "p.json, patch 1, affected 1: fixed and lastAffected are two ends",
    ],
    [{ affected: [{ version: "1", fixed: "2" }] }, "p.json, patch 1, affected 1: version stands by itself"],
    [
      { affected: [], addFixed: "1" },
      "p.json, patch 1: affected says where a flaw ends: addFixed stands beside it for nothing",
    ],
    [{ affected: "all" }, "p.json, patch 1: affected is no list"],
    [
      { withdrawed: true, withdrawn: true },
      "p.json, patch 1: withdrawed is no key there (id, reason, owner, package, affected, addFixed, severity, disputed, withdrawn)",
    ],
  ])("both refuse %j", (given, message) => {
    const patch = { ...BASE, ...given };
    expect([validate({ patches: [patch] }), read(patch)]).toEqual([false, message]);
  });
});

test("what only the reader sees: a bound that is no version, a vector that cannot be scored", () => {
  expect(read({ ...BASE, addFixed: "soon" })).toBe(
    "p.json, patch 1: addFixed is no version as PEP 440 writes them",
  );
  expect(read({ ...BASE, severity: "CVSS:3.1/AV:X" })).toContain("severity is none of");
});

test("a patch file has no id: a record that has patches is a record", () => {
  expect([{ patches: [] }, { id: "X-1", patches: [] }, { id: "X-1" }, null, []].map(isPatchFile)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  expect(() => readPatches({ patches: {} }, "p.json")).toThrow("p.json: patches is no list");
  expect(() => readPatches(JSON.parse('{"patches":[],"patch":1}'), "p.json")).toThrow(
    "p.json: patch is no key of a file of patches",
  );
});
