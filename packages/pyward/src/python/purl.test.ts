import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizeName } from "./name.ts";
import { formatPurl, parsePurl, pypiPurl } from "./purl.ts";

function canonical(text: string): string | null {
  const parsed = parsePurl(text);
  return parsed.ok ? formatPurl(parsed.value) : null;
}

describe("purl", () => {
  it.each([
    ["pkg:pypi/django@1.11.1", "pkg:pypi/django@1.11.1"],
    ["PKG:PyPI/A._-B@1", "pkg:pypi/a-b@1"],
    ["pkg://pypi//django/@1.0", "pkg:pypi/django@1.0"],
    ["pkg:pypi/a@1.0+x", "pkg:pypi/a@1.0%2Bx"],
    ["pkg:pypi/a@1!2", "pkg:pypi/a@1%212"],
    ["pkg:pypi/a@1.0%2Bx", "pkg:pypi/a@1.0%2Bx"],
    ["pkg:pypi/a@", "pkg:pypi/a"],
    ["pkg:pypi/a?Z=1&b=x%20y&c=", "pkg:pypi/a?b=x%20y&z=1"],
    ["pkg:x/a?a-b=1&a=2", "pkg:x/a?a=2&a-b=1"],
    ["pkg:generic/a?checksum=sha1:1%2Csha256:2", "pkg:generic/a?checksum=sha1:1%2Csha256:2"],
    ["pkg:generic/a#/x/./../y/", "pkg:generic/a#x/y"],
    ["pkg:npm/%40scope/a@1", "pkg:npm/%40scope/a@1"],
    ["pkg:golang/G/h/I@v1#sub", "pkg:golang/G/h/I@v1#sub"],
    ["pkg:generic/a@\u00e9", "pkg:generic/a@%C3%A9"],
  ])("%j → %j", (text, expected) => {
    expect(canonical(text)).toBe(expected);
    expect(canonical(expected)).toBe(expected);
  });

  it.each([
    "",
    "django@1",
    "pkg:django@1",
    "pkg:pypi",
    "pkg:pypi/",
    "pkg:pypi/@1",
    "pkg:3x/a",
    "pkg:n&g/a",
    "pkg:n:a/b",
    "pkg%3Apypi/a",
    "pkg:pypi/ns/a@1",
    "pkg:pypi/a%zz",
    "pkg:pypi/a@%ff",
    "pkg:pypi/a?in%20x=1",
    "pkg:pypi/a?1=1",
    "pkg:pypi/a?=1",
  ])("refuses %j", (text) => {
    expect(parsePurl(text)).toMatchObject({ ok: false, error: { code: "invalid-purl" } });
  });

  it("has null or nothing where a part is empty", () => {
    const empty = { namespace: null, version: null, qualifiers: {}, subpath: null };
    expect(parsePurl("pkg:pypi/a@?b=#./")).toEqual({
      ok: true,
      value: { type: "pypi", name: "a", ...empty },
    });
  });

  it("makes the purl of a Python package", () => {
    expect(pypiPurl(normalizeName("Zope.Interface"), "1.0+Local!")).toBe(
      "pkg:pypi/zope-interface@1.0%2BLocal%21",
    );
    expect(pypiPurl(normalizeName("a"), null)).toBe("pkg:pypi/a");
  });

  it("reads what it writes", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(
        text,
        text,
        fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,4}$/), text),
        (name, version, qualifiers) => {
          const purl = { type: "generic", namespace: null, name, version, qualifiers, subpath: null };
          expect(parsePurl(formatPurl(purl))).toEqual({ ok: true, value: purl });
        },
      ),
    );
  });
});
