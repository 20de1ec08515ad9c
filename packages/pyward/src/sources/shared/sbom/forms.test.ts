// One document in several forms is one inventory, places apart. The fixtures come from tools: cyclonedx-py wrote both
// forms of one environment; SPDX's own tools turned Syft's JSON into the other two.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryTree } from "../../../host/memory/index.ts";
import { readSbom } from "./read-sbom.ts";

async function read(path: string): Promise<unknown> {
  const text = readFileSync(join(import.meta.dirname, "../..", path), "utf8");
  const { dependencies, edges, gaps } = await readSbom(memoryTree({ a: text }), { path: "a" });
  return { dependencies: dependencies.map((one) => ({ ...one, origins: one.origins.length })), edges, gaps };
}

test("CycloneDX in JSON and XML", async () => {
  const json = await read("cyclonedx/fixtures/cyclonedx-py-1.6.cdx.json");
  expect(await read("cyclonedx/fixtures/cyclonedx-py-1.6.cdx.xml")).toEqual(json);
  expect(json).toMatchObject({ dependencies: { length: 17 }, edges: { length: 16 } });
});

test("SPDX in JSON, YAML and tag-value", async () => {
  const json = await read("spdx/fixtures/syft.spdx.json");
  expect(await read("spdx/fixtures/syft.spdx.yaml")).toEqual(json);
  expect(await read("spdx/fixtures/syft.spdx")).toEqual(json);
  expect(json).toMatchObject({ dependencies: { length: 6 }, edges: { length: 5 } });
});

test("a statement of in-toto around a document", async () => {
  const text = readFileSync(join(import.meta.dirname, "../../spdx/fixtures/syft.spdx.json"), "utf8");
  const statement = JSON.stringify({
    predicateType: "https://spdx.dev/Document",
    predicate: JSON.parse(text),
  });
  const { dependencies } = await readSbom(memoryTree({ a: statement }), { path: "a" });
  expect(dependencies).toHaveLength(6);
});
