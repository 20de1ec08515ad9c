import { describe, expect, it } from "vitest";
import { compareApk } from "./compare-apk.ts";
import { compareDpkg } from "./compare-dpkg.ts";
import { compareRpm } from "./compare-rpm.ts";

type Compare = (a: string, b: string) => number | null;

/** Every pair of a list in its order, both ways. */
function expectOrder(compare: Compare, ordered: readonly string[]): void {
  for (const [at, a] of ordered.entries())
    for (const [other, b] of ordered.entries())
      expect(`${a} ${Math.sign(compare(a, b) ?? NaN)} ${b}`).toBe(`${a} ${Math.sign(at - other)} ${b}`);
}

describe("versions", () => {
  it("of dpkg sort as deb-version(7) says", () => {
    expectOrder(compareDpkg, [
      "1.0~~",
      "1.0~rc1-1",
      "1.0",
      "1.0-1",
      "1.0-1+deb12u1",
      "1.0-1+deb12u2",
      "1.0-1+deb12u10",
      "1.0-1.1",
      "1.0-2~bpo12+1",
      "1.0-2",
      "1.0-2ubuntu0.1",
      "1.0-2ubuntu1~esm1",
      "1.0a-1",
      "1.0+dfsg-1",
      "1.0.1-1",
      "1.10-1",
      "20240101-1",
      "1:0.1-1",
    ]);
    expect(compareDpkg("1.0-0", "1.0")).toBe(0);
    expect(compareDpkg("0:1.0", "1.0")).toBe(0);
  });

  it("of rpm sort as rpm-version(7) says", () => {
    expectOrder(compareRpm, [
      "1.0~beta-1",
      "1.0~rc1-1",
      "1.0-1.el9",
      "1.0-1.el9_2",
      "1.0-1.el9_2.1",
      "1.0-2.el9",
      "1.0-10.el9",
      "1.0^git1-1",
      "1.0a-1",
      "1.0.1-1",
      "1.0.1^git2-1",
      "1.0.2~rc1-1",
      "1.10-1",
      "1:0.1-1",
    ]);
    expect(compareRpm("0:1.0-1", "1.0-1")).toBe(0);
    expect(compareRpm("1.0-1", "1.0")).toBe(0);
    expect(compareRpm("1.0_1-1", "1.0.1-1")).toBe(0);
  });

  it("of apk sort as its tool does", () => {
    expectOrder(compareApk, [
      "1.0_alpha",
      "1.0_alpha2",
      "1.0_beta1",
      "1.0_pre1",
      "1.0_rc1",
      "1.0",
      "1.0-r0",
      "1.0-r1",
      "1.0-r10",
      "1.0_git20240101",
      "1.0_p1",
      "1.0a",
      "1.0.1",
      "1.05",
      "1.1",
      "1.10",
      "2.0",
    ]);
  });

  it.each([
    [compareDpkg, "1.0 1"],
    [compareDpkg, ""],
    [compareDpkg, "x:1"],
    [compareRpm, "1.0-1-1"],
    [compareRpm, ""],
    [compareRpm, "1 0"],
    [compareApk, "1.0-1"],
    [compareApk, "v1"],
    [compareApk, "1.0_x1"],
    [compareApk, ""],
  ] as const)("are not compared where one is none: %o %s", (compare, wrong) => {
    expect(compare(wrong, "1.0")).toBeNull();
    expect(compare("1.0", wrong)).toBeNull();
  });
});
