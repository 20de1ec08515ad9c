import { describe, expect, it } from "vitest";
import { filterVersions, satisfies } from "./specifier-match.ts";
import { formatSpecifiers, parseSpecifiers } from "./specifier.ts";
import type { SpecifierSet } from "./specifier.ts";
import { parseVersion } from "./version.ts";

function specifiers(text: string): SpecifierSet {
  const parsed = parseSpecifiers(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value;
}

describe("parseSpecifiers (PEP 440, version specifiers)", () => {
  it.each([
    ["", ""],
    [",", ""],
    ["==1.0,", "==1.0"],
    [">= 1.0 ,\t<2", "<2,>=1.0"],
    ["==1.0,==1.0.0", "==1.0"],
    ["~=1.0,~=1.0.0", "~=1.0,~=1.0.0"],
    ["==1.*,==1.0.*", "==1.*,==1.0.*"],
    ["<1.0,<1.0.dev0", "<1.0,<1.0.dev0"],
    ["=== foo bar".replace(" bar", ""), "===foo"],
    ["===", "==="],
    ["==v1.0+Local", "==v1.0+Local"],
  ])("%j → %j", (text, expected) => {
    expect(formatSpecifiers(specifiers(text))).toBe(expected);
  });

  it("keeps the order and the text as written", () => {
    const set = specifiers(">=01.0, ==2.* ,!=2.5");
    expect(set.specifiers.map(({ operator, version }) => [operator, version])).toEqual([
      [">=", "01.0"],
      ["==", "2.*"],
      ["!=", "2.5"],
    ]);
  });

  it.each([
    ["1.0", 0],
    ["=1.0", 0],
    [">=1,  <", 7],
    ["~=1", 2],
    [">=1.*", 2],
    [">=1+a", 2],
    ["==1.0a1.*", 2],
    ["==1 .*", 2],
    ["==1.*.*", 2],
    ["~=1.0.*", 2],
    ["=== a b", 5],
    ["===a;b", 4],
    ["===a)", 4],
    [">=1.0po\u017ft1", 2],
  ])("refuses %j at %j", (text, offset) => {
    expect(parseSpecifiers(text)).toMatchObject({ ok: false, error: { code: "invalid-specifier", offset } });
  });

  it("refuses numbers that are too long", () => {
    for (const operator of ["==", "===", "<"]) {
      const parsed = parseSpecifiers(`>=1,${operator}${"1".repeat(4301)}`);
      expect(parsed).toMatchObject({
        ok: false,
        error: { code: "number-too-long", offset: 4 + operator.length },
      });
    }
  });
});

describe("satisfies", () => {
  it.each([
    [">1.0", "1.0.post1", false],
    [">1.0", "1.0+local", false],
    [">1.0", "1.0.1.dev0", true],
    [">1.0.post1", "1.0.post1+local", false],
    [">1.0.post1", "1.0.post2", true],
    [">1.0a1", "1.0a1.post1", false],
    [">1.0a1", "1.0+local", true],
    ["<1.0", "1.0.dev0", false],
    ["<1.0", "1.0rc1", false],
    ["<1.0rc1", "1.0b1", true],
    ["<1.0rc1", "1.0rc1.dev3", true],
    ["<1.0.dev5", "1.0.dev3", true],
    ["<1.0.post1", "1.0.post0.dev1", true],
    ["<1.0.post1", "1.0.post1.dev1", false],
    ["<=1.0", "1.0+local", true],
    [">=1.0", "1.0+local", true],
    ["==1.0", "1.0+local", true],
    ["==1.0+local", "1.0", false],
    ["==1.0+local", "1.0.0+LOCAL", true],
    ["!=1.0", "1.0+local", false],
    ["==1.0.*", "1", true],
    ["==1.0.*", "1.0.5rc1", true],
    ["==1.0.*", "1.0.dev1", true],
    ["==1.0.*", "1.01", false],
    ["==1.0.*", "1!1.0", false],
    ["!=1.*", "1.5", false],
    ["~=2.2", "2.3", true],
    ["~=2.2", "3.0.dev0", false],
    ["~=2.2.0", "2.3", false],
    ["~=2.2.post3", "2.3", true],
    ["~=2.2rc1", "2.2rc1", true],
    ["~=v2.2", "2.5", true],
    ["===1.0", "1.0.0", false],
    ["===1.0-1", "1.0-1", true],
    ["===FOO", "foo", true],
    ["===1.0", "\u00a01.0", false],
    [">=0", "foo", false],
    ["", "foo", true],
  ])("%j, %j: %j", (set, version, expected) => {
    expect(satisfies(version, specifiers(set))).toBe(expected);
  });

  it("compares a parsed version with === by its normal form", () => {
    const parsed = parseVersion("1.0-1");
    if (!parsed.ok) throw new Error("a version");
    expect(satisfies(parsed.value, specifiers("===1.0.post1"))).toBe(true);
    expect(satisfies(parsed.value, specifiers("===1.0-1"))).toBe(false);
  });

  it.each([
    [null, true],
    [true, true],
    [false, false],
  ])("takes pre-releases, prereleases %j: %j", (prereleases, expected) => {
    expect(satisfies("2a1", specifiers(">=1"), { prereleases })).toBe(expected);
  });
});

describe("filterVersions (PEP 440, handling of pre-releases)", () => {
  const versions = ["2.0", "1.0", "2.1a1", "foo", "0.9"];

  it.each([
    [">=1", null, ["2.0", "1.0"]],
    [">=1", true, ["2.0", "1.0", "2.1a1"]],
    [">=1", false, ["2.0", "1.0"]],
    [">2.0", null, ["2.1a1"]],
    [">2.0", false, []],
    [">=1.0a1", null, ["2.0", "1.0", "2.1a1"]],
    ["!=3a1", null, ["2.0", "1.0", "0.9"]],
    ["", null, ["2.0", "1.0", "foo", "0.9"]],
    ["===foo", false, ["foo"]],
  ])("%j, prereleases %j", (set, prereleases, expected) => {
    expect(filterVersions(versions, specifiers(set), { prereleases })).toEqual(expected);
  });

  it("keeps what is no version where no final release is in the set", () => {
    expect(filterVersions(["foo", "1a1"], specifiers(""))).toEqual(["foo", "1a1"]);
  });
});
