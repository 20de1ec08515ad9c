import { describe, expect, it } from "vitest";
import { formatMarker } from "./marker-format.ts";
import { parseRequirement } from "./requirement.ts";
import { formatSpecifiers } from "./specifier.ts";

function read(text: string): unknown {
  const parsed = parseRequirement(text);
  if (!parsed.ok) return parsed.error.code;
  const { name, rawName, extras, specifiers, url, marker } = parsed.value;
  return [name, rawName, extras.join(","), formatSpecifiers(specifiers), url, marker && formatMarker(marker)];
}

describe("parseRequirement (PEP 508)", () => {
  it.each([
    ["A", ["a", "A", "", "", null, null]],
    ["zope.interface>=1,<2", ["zope-interface", "zope.interface", "", "<2,>=1", null, null]],
    [" a\t[ Socks , b_c,b-c ] ( >=1 , ) ", ["a", "a", "b-c,socks", ">=1", null, null]],
    ["a[]", ["a", "a", "", "", null, null]],
    ["a()", ["a", "a", "", "", null, null]],
    ["a_", ["a-", "a_", "", "", null, null]],
    ["a>=\n1", ["a", "a", "", ">=1", null, null]],
    ["a>=1;os_name=='x'", ["a", "a", "", ">=1", null, 'os_name == "x"']],
    ["a===1,>=2", ["a", "a", "", "===1,>=2", null, null]],
    ["a===", ["a", "a", "", "===", null, null]],
    ["a@b", ["a", "a", "", "", "b", null]],
    [
      "a [x] @ https://h.example/a;b#c ; os_name=='x'",
      ["a", "a", "x", "", "https://h.example/a;b#c", 'os_name == "x"'],
    ],
    ["a @ u ", ["a", "a", "", "", "u", null]],
  ])("%j", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ["", "invalid-requirement"],
    ["-a", "invalid-requirement"],
    ["a-", "invalid-requirement"],
    ["a b", "invalid-requirement"],
    ["a[x y]", "invalid-requirement"],
    ["a[x,]", "invalid-requirement"],
    ["a[,]", "invalid-requirement"],
    ["a[x", "invalid-requirement"],
    ["a @", "invalid-requirement"],
    ["a @ u;os_name=='x'  y", "invalid-requirement"],
    ["a @ u os_name", "invalid-requirement"],
    ["a>=1,,<2", "invalid-requirement"],
    ["a (>=1", "invalid-requirement"],
    ["a (>=1;; os_name=='x'", "invalid-requirement"],
    ["a >=1)", "invalid-requirement"],
    ["a\n", "invalid-requirement"],
    ["a >=1 <2", "invalid-requirement"],
    ["a 1.0", "invalid-requirement"],
    ["a>=1.*", "invalid-specifier"],
    ["a===1,b", "invalid-specifier"],
    ["a==1\u00a0", "invalid-requirement"],
    ["a;", "invalid-marker"],
    ["a; os_name=='x' y", "invalid-requirement"],
    ["\u212a", "invalid-requirement"],
  ])("refuses %j: %s", (text, code) => {
    expect(read(text)).toBe(code);
  });

  it.each([
    ["abc>=1,<x", 8],
    ["abc ===1,x", 9],
    ["abc ; os_name", 13],
  ])("says where %j is wrong: %j", (text, offset) => {
    expect(parseRequirement(text)).toMatchObject({ ok: false, error: { offset } });
  });
});
