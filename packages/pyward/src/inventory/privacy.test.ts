import { expect, test } from "vitest";
import { normalizeName } from "../python/index.ts";
import { internalNames } from "./privacy.ts";

test.each([
  [["acme-core"], "acme.core", true],
  [["ACME_*"], "acme-tools", true],
  [["acme-*"], "acme", false],
  [["acme*"], "acme", true],
  [["*-internal"], "x-internal", true],
  [["*-internal"], "x-internal-y", false],
  [["a*c*e"], "acme-core-e", true],
  [["acme"], "acme-core", false],
  [["x", "acme"], "acme", true],
  [["*"], "anything", true],
  [[], "acme", false],
])("%j covers %s: %j", (patterns, name, isCovered) => {
  expect(internalNames(patterns)(normalizeName(name))).toBe(isCovered);
});
