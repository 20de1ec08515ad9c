import { expect, test } from "vitest";
import { memoryTree } from "../host/memory/index.ts";
import { SOURCES } from "../sources/registry.ts";
import { recognise } from "./recognise.ts";

test.each([
  ['{"components": [], "bomFormat" : "CycloneDX"}', "cyclonedx"],
  ['<x:bom xmlns:x="http://cyclonedx.org/schema/bom/1.4"/>', "cyclonedx"],
  ['{"packages": [], "spdxVersion": "SPDX-2.3"}', "spdx"],
  ['{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "spdx"],
  ["# c\nSPDXVersion: SPDX-2.3\n", "spdx"],
  ["packages: []\nspdxVersion: SPDX-2.3\n", "spdx"],
  ['{"bomFormat": "other"}', null],
  ["", null],
  ["requests==2.31.0", null],
])("%j", async (text, id) => {
  expect(await recognise(memoryTree({ file: text }), "file", SOURCES)).toBe(id);
});

test("knows nothing of what is not there", async () => {
  expect(await recognise(memoryTree({}), "file", SOURCES)).toBeNull();
});

test("is quick", async () => {
  for (const piece of ['"bomFormat" ', '"spdxVersion"  :', " ", "SPDXVersion\t", "\n"]) {
    const started = process.cpuUsage();
    await recognise(memoryTree({ file: piece.repeat(300_000) }), "file", SOURCES);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1);
  }
});
