import { describe, expect, it } from "vitest";

import { isDisputed } from "./disputed.ts";

describe("isDisputed", () => {
  it.each([
    "** DISPUTED ** Example reads files.",
    "Example crashes. NOTE: the vendor disputes this issue because it needs root.",
    "Example crashes. NOTE: third parties dispute this issue because it is documented.",
    "Example crashes. NOTE: multiple third parties dispute this because nobody calls it.",
    "Example crashes. NOTE: this is disputed by the Supplier because of the key.",
    "Example crashes. Note: This has been disputed by multiple third parties.",
    "Example crashes. NOTE: the vendor has disputed this as described elsewhere.",
  ])("%s", (text) => {
    expect(isDisputed(text)).toBe(true);
  });

  it.each([
    "Example settles a dispute between two servers wrongly.",
    "The severity was undisputed.",
    "An attacker can replay a disputed payment.",
    "",
  ])("not: %s", (text) => {
    expect(isDisputed(text)).toBe(false);
  });

  it("takes linear time on hostile text", () => {
    const start = performance.now();
    isDisputed("the vendor ".repeat(20_000) + "** DISPUTE".repeat(20_000));
    expect(performance.now() - start).toBeLessThan(500);
  });
});
