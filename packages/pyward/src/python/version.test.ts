import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions } from "./version-order.ts";
import { formatVersion, isPrerelease, parseVersion } from "./version.ts";
import type { Version } from "./version.ts";

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return parsed.value;
}

function errorOf(text: string): string | null {
  const parsed = parseVersion(text);
  return parsed.ok ? null : parsed.error.code;
}

describe("parseVersion (PEP 440, normalization)", () => {
  it.each([
    ["1.0", "1.0"],
    ["1.0.0", "1.0.0"],
    ["01.002", "1.2"],
    ["v1.0", "1.0"],
    ["V1!2", "1!2"],
    ["0!1", "1"],
    ["2004a", "2004a0"],
    ["1.0-1", "1.0.post1"],
    ["1.0-20240101", "1.0.post20240101"],
    ["1.0.ALPHA-2", "1.0a2"],
    ["1.0c1", "1.0rc1"],
    ["1.0-preview", "1.0rc0"],
    ["1.0rev", "1.0.post0"],
    ["1.0-r_1", "1.0.post1"],
    ["1.0a--1", "1.0a0.post1"],
    ["1.0-a-1-2", "1.0a1.post2"],
    ["1.0post-dev", "1.0.post0.dev0"],
    ["1.0.dev-", "1.0.dev0"],
    ["1.0+Ubuntu-1_0001.a", "1.0+ubuntu.1.1.a"],
    ["9007199254740993.1", "9007199254740993.1"],
    ["1.0+9007199254740993", "1.0+9007199254740993"],
  ])("%j → %j", (text, expected) => {
    expect(formatVersion(version(text))).toBe(expected);
  });

  it.each([
    "",
    " ",
    "1.",
    ".1",
    "1..2",
    "vv1",
    "v 1",
    "1!",
    "!1",
    "1.0-",
    "1.0--1",
    "1.0.-1",
    "1.0dev--",
    "1.0+",
    "1.0+a..b",
  ])("refuses %j", (text) => {
    expect(errorOf(text)).toBe("invalid-version");
  });

  it.each(["\t", "\x1c", "\x1f", "\x85", "\xa0", "\u1680", "\u2028", "\u3000"])(
    "strips %j as Python does",
    (space) => {
      expect(formatVersion(version(`${space}1.0${space}`))).toBe("1.0");
    },
  );

  it.each(["\ufeff1.0", "1.0\u200b", "\u180e1.0"])("does not take %j for white space", (text) => {
    expect(errorOf(text)).toBe("invalid-version");
  });

  it.each(["1.0po\u017ft1", "1.0+\u017f", "1.0+\u0131", "1.0+\u212a", "1.\u0661", "\uff11.0"])(
    "knows only ASCII letters and digits: %j",
    (text) => {
      expect(errorOf(text)).toBe("invalid-version");
    },
  );

  it("refuses numbers that CPython refuses, zeros included", () => {
    expect(errorOf("9".repeat(4300))).toBeNull();
    expect(errorOf("9".repeat(4301))).toBe("number-too-long");
    expect(errorOf(`1.0.post${"0".repeat(4301)}`)).toBe("number-too-long");
    expect(errorOf(`1.0+${"1".repeat(4301)}`)).toBe("number-too-long");
    expect(errorOf(`${"9".repeat(4301)}x`)).toBe("invalid-version");
  });

  it("tells pre-releases", () => {
    expect(["1a1", "1.dev1", "1.post1.dev1"].every((text) => isPrerelease(version(text)))).toBe(true);
    expect(["1", "1.post1", "1+a.dev1"].some((text) => isPrerelease(version(text)))).toBe(false);
  });
});

describe("compareVersions (PEP 440, ordering)", () => {
  const ascending = [
    "0.dev0",
    "0",
    "1.0.dev456",
    "1.0a1.dev1",
    "1.0a1",
    "1.0a2.dev456",
    "1.0a12",
    "1.0b1",
    "1.0b1.post345.dev456",
    "1.0b1.post345",
    "1.0rc1",
    "1.0",
    "1.0+a",
    "1.0+a.b",
    "1.0+b",
    "1.0+5",
    "1.0+5.0",
    "1.0+10",
    "1.0.post0.dev1",
    "1.0.post1",
    "1.0.1",
    "1.9007199254740992",
    "1.9007199254740993",
    "1.10000000000000000000",
    "1!0",
  ];

  it("orders as PEP 440 does", () => {
    const sorted = ascending.toReversed().toSorted((a, b) => compareVersions(version(a), version(b)));
    expect(sorted).toEqual(ascending);
    expect(
      ascending.every(
        (text, i) => i === 0 || compareVersions(version(ascending[i - 1] ?? ""), version(text)) === -1,
      ),
    ).toBe(true);
  });

  it.each([
    ["1", "1.0.0"],
    ["0", "0.0"],
    ["1.0c1", "1.0RC1"],
    ["1.0-1", "1.0.post1"],
    ["1+01", "1.0+1"],
    ["9007199254740992", "09007199254740992"],
    ["1.00000000000000000002", "1.2"],
  ])("%j equals %j", (a, b) => {
    expect(compareVersions(version(a), version(b))).toBe(0);
  });

  const number = fc.oneof(fc.nat(3), fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 53n + 2n })).map(String);
  const suffix = (words: string[]) =>
    fc.option(fc.tuple(fc.constantFrom(...words), number), { nil: ["", ""] });
  const texts = fc
    .tuple(
      fc.array(number, { minLength: 1, maxLength: 3 }),
      suffix(["a", "b", "rc"]),
      suffix([".post"]),
      suffix([".dev"]),
      fc.array(fc.oneof(number, fc.constantFrom("a", "b", "1a")), { maxLength: 2 }),
    )
    .map(([release, pre, post, dev, local]) =>
      [release.join("."), ...pre, ...post, ...dev, local.length > 0 ? `+${local.join(".")}` : ""].join(""),
    );

  it("is a total order, and what is written reads as the same version", () => {
    fc.assert(
      fc.property(texts, texts, texts, (one, two, three) => {
        const [a, b, c] = [version(one), version(two), version(three)].toSorted(compareVersions);
        if (a === undefined || b === undefined || c === undefined) throw new Error("three in, three out");
        expect(compareVersions(a, b)).toBe(compareVersions(b, a) === 0 ? 0 : -1);
        expect(compareVersions(a, c)).not.toBe(1);
        expect(compareVersions(version(formatVersion(a)), a)).toBe(0);
        expect(formatVersion(version(formatVersion(a)))).toBe(formatVersion(a));
      }),
    );
  });
});
