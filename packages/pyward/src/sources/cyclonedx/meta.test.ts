import { expect, test } from "vitest";
import { meta as spdx } from "../spdx/meta.ts";
import { meta as cyclonedx } from "./meta.ts";

test.each([
  ["bom.json", true, false],
  ["bom.xml", true, false],
  ["sbom.json", true, false],
  ["shop.cdx.json", true, false],
  ["shop.cdx.xml", true, false],
  ["shop-1.0.cyclonedx.json", true, false],
  ["shop.spdx", false, true],
  ["shop.spdx.json", false, true],
  ["shop.spdx3.json", false, true],
  ["shop.spdx3.jsonld", false, true],
  ["shop.spdx.yaml", false, true],
  ["shop.spdx.yml", false, true],
  ["shop.spdx.rdf.xml", false, true],
  [".spdx", false, false],
  [".cdx.json", false, false],
  ["package.json", false, false],
  ["my-bom.json", false, false],
  ["bom.json.bak", false, false],
])("%s", (name, isCyclonedx, isSpdx) => {
  expect(cyclonedx.claims({ name, folder: "" })).toBe(isCyclonedx);
  expect(spdx.claims({ name, folder: "" })).toBe(isSpdx);
});
