import { expect, test } from "vitest";
import { carrierOf, fingerprint } from "./fingerprint.ts";

test("a copy has the name of what carries it, whatever its version and however many there are", () => {
  expect(["p1:pip@24.0", "p12:pip@23.2.1#2", "p1:pip", null].map(carrierOf)).toEqual([
    ["pip"],
    ["pip"],
    ["pip"],
    [],
  ]);
});

test("no part is taken for another one", () => {
  expect(fingerprint(["a", "b"])).not.toBe(fingerprint(["ab"]));
  expect(fingerprint(["a", null])).not.toBe(fingerprint(["a", ""]));
});
