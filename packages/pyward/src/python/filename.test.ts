import { describe, expect, it } from "vitest";
import { parseSdistFilename, parseWheelFilename } from "./filename.ts";
import { formatVersion } from "./version.ts";

describe("parseWheelFilename (PEP 427, PEP 425)", () => {
  it("reads the parts", () => {
    const parsed = parseWheelFilename("Foo_Bar-1.0.post1-2_x-py2.PY3-none-manylinux_2_17_x86_64.any.whl");
    if (!parsed.ok) throw new Error(parsed.error.message);
    const { version, ...rest } = parsed.value;
    expect(formatVersion(version)).toBe("1.0.post1");
    expect(rest).toEqual({
      name: "foo-bar",
      build: "2_x",
      pythonTags: ["py2", "py3"],
      abiTags: ["none"],
      platformTags: ["manylinux_2_17_x86_64", "any"],
    });
  });

  it.each([
    "foo-1.0-py3-none-any.WHL",
    "foo-1.0-py3-none.whl",
    "foo-1.0-1-2-py3-none-any.whl",
    "foo__bar-1.0-py3-none-any.whl",
    "-1.0-py3-none-any.whl",
    "f o-1.0-py3-none-any.whl",
    "foo-x-py3-none-any.whl",
    "foo-1.0-x1-py3-none-any.whl",
    "foo-1.0-\u0661-py3-none-any.whl",
    "foo-1.0-py3--any.whl",
    "foo-1.0-3py-none-any.whl",
    "foo-1.0-py3-none-any..whl",
  ])("refuses %j", (text) => {
    expect(parseWheelFilename(text)).toMatchObject({ ok: false, error: { code: "invalid-wheel-filename" } });
  });
});

describe("parseSdistFilename (PEP 625)", () => {
  it.each([
    ["foo_bar-1.0.tar.gz", "foo-bar", "1.0"],
    ["Foo-Bar-1.0rc1.zip", "foo-bar", "1.0rc1"],
    ["zope.interface-5.tar.gz", "zope-interface", "5"],
  ])("%j is %s %s", (text, name, version) => {
    const parsed = parseSdistFilename(text);
    expect(parsed.ok && [parsed.value.name, formatVersion(parsed.value.version)]).toEqual([name, version]);
  });

  it.each(["foo-1.0.tgz", "foo.tar.gz", "-1.0.tar.gz", "foo-1.0-x.tar.gz", "foo-.zip", "foo-1.0.TAR.GZ"])(
    "refuses %j",
    (text) => {
      expect(parseSdistFilename(text)).toMatchObject({
        ok: false,
        error: { code: "invalid-sdist-filename" },
      });
    },
  );
});
