import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDirectUrl } from "./direct-url.ts";
import { parseEntryName } from "./entry-name.ts";
import { parseMetadata } from "../../../python/core-metadata.ts";
import { parsePathFile, resolveInTree } from "./path-file.ts";
import { parseRequiresText } from "./requires-text.ts";

const metadata = (text: string) => parseMetadata(new TextEncoder().encode(text));

describe("parseMetadata", () => {
  it.each([
    ["a plain one", "Metadata-Version: 2.1\nName: a\nVersion: 1\n", ["a", "1", 3]],
    ["any case", "NAME: a\nvErSiOn: 1\n", ["a", "1", 2]],
    ["CRLF", "Name: a\r\nVersion: 1\r\n\r\nVersion: 2\r\n", ["a", "1", 2]],
    ["CR", "Name: a\rVersion: 1\r\rVersion: 2", ["a", "1", 2]],
    ["a folded value", "Name:\n a\nVersion:\n\t1\n", ["a", "1", 3]],
    ["the first of two", "Version: 1\nName: a\nName: b\nVersion: 2\n", ["a", "1", 1]],
    ["nothing of the body", "Name: a\n\nVersion: 1\n", ["a", null, null]],
    ["a body that a line without a header begins", "Name: a\nno header\nVersion: 1\n", ["a", null, null]],
    ["a space before the colon as the body", "Name: a\nVersion : 1\n", ["a", null, null]],
    ["a space in a name as the body", "Name: a\nno header: x\nVersion: 1\n", ["a", null, null]],
    ["a nameless header", ": x\nName: a\nVersion: 1\n", ["a", "1", 3]],
    ["an envelope", "From me\nName: a\nVersion: 1\n", ["a", "1", 3]],
    ["a fold with nothing before", "  x\nName: a\nVersion: 1\n", ["a", "1", 3]],
    ["a fold that looks like a header", "Summary: x\n Version: 2\nName: a\nVersion: 1\n", ["a", "1", 4]],
    ["a byte order mark", "\uFEFFName: a\nVersion: 1\n", ["a", "1", 2]],
    ["no colon", "Name\n", [null, null, null]],
    ["an empty version", "Name: a\nVersion:\n", ["a", null, 2]],
    ["nothing", "", [null, null, null]],
  ])("reads %s", (_, text, expected) => {
    const { name, version, versionLine } = metadata(text);
    expect([name, version, versionLine]).toEqual(expected);
  });

  it("unfolds requirements and keeps their order", () => {
    const text = "Requires-Dist: b (>=1)\nrequires-dist: a ;\n  python_version < '3'\n";
    expect(metadata(text).requirements).toEqual(["b (>=1)", "a ; python_version < '3'"]);
  });

  it("takes linear time on what has no end", () => {
    const started = performance.now();
    metadata("a:\n ".repeat(200_000));
    metadata(` \n${" ".repeat(500_000)}x`);
    metadata(`Version: ${"\t".repeat(500_000)}x`);
    metadata("\n\r".repeat(300_000));
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void parseMetadata(bytes)));
  });
});

describe("parseEntryName", () => {
  it.each([
    ["foo-1.0.dist-info", "foo", "1.0"],
    ["foo_bar-1.0.post1.dist-info", "foo_bar", "1.0.post1"],
    ["foo-bar-1.0.dist-info", "foo-bar", "1.0"],
    ["foo-1!2.0+local.1.dist-info", "foo", "1!2.0+local.1"],
    ["foo.dist-info", "foo", null],
    ["foo-1.0-py3.9.egg-info", "foo", "1.0"],
    ["foo-1.0_1-py3.9-linux_x86_64.egg", "foo", "1.0-1"],
    ["foo.bar-1.0.egg-info", "foo.bar", "1.0"],
    ["foo-py3.9.egg-info", "foo", null],
    ["foo.egg-link", "foo", null],
    ["foo-2-bar.egg-link", "foo-2-bar", null],
    ["foo-v1.DIST-INFO", "foo", "v1"],
  ])("%s", (entry, name, version) => {
    expect(parseEntryName(entry)).toEqual({ name, version });
  });

  it.each(["-1.0.dist-info", ".egg-info", "a b-1.dist-info", "\u0000.egg", "é-1.egg"])(
    "finds no name in %j",
    (entry) => {
      expect(parseEntryName(entry)).toBeNull();
    },
  );
});

describe("parsePathFile", () => {
  it("keeps paths and their lines, and only sees that there is code", () => {
    const text = "# comment\n\nimport os; os.system('x')\r\nimport\tos\nimportant/folder  \n ./b\n";
    expect(parsePathFile(text)).toEqual({
      lines: [
        { path: "important/folder", line: 5 },
        { path: " ./b", line: 6 },
      ],
      hasCode: true,
    });
    expect(parsePathFile("a\n").hasCode).toBe(false);
  });
});

it.each([
  ["lib/site", "./a.egg", "lib/site/a.egg"],
  ["lib/site", "..\\b", "lib/b"],
  ["lib/site", "../../../x", null],
  ["", "..", null],
  ["lib", "/abs", null],
  ["lib", "C:\\abs", null],
  ["lib", "\\\\server\\share", null],
])("resolves in %s the path %s to %s", (folder, path, expected) => {
  expect(resolveInTree({ tree: {}, isWholeSystem: false }, folder, path)).toBe(expected);
});

describe("parseRequiresText", () => {
  it.each([
    ["a>=1\n\n", ["a>=1"]],
    ["[x]\na", ['a; extra == "x"']],
    ["[:python_version<'3']\na", ["a; python_version<'3'"]],
    ["[x:os_name=='nt' or os_name=='java']\na", [`a; (os_name=='nt' or os_name=='java') and extra == "x"`]],
    ["[x]\na @ https://files.example/a.zip", ['a @ https://files.example/a.zip ; extra == "x"']],
    ['[x" or "1" == "1]\na', ['a; extra == "x or 1 == 1"']],
    ["[x]\n[]\na", ["a"]],
  ])("%j", (text, expected) => {
    expect(parseRequiresText(text)).toEqual(expected);
  });
});

it("keeps no secret of a direct URL, whatever it is", () => {
  const part = fc.stringMatching(/^[a-z0-9%]{0,8}$/);
  fc.assert(
    fc.property(part, part, part, (user, path, query) => {
      const url = `https://${user}:SECRET@git.example/${path}?SECRET=${query}#SECRET`;
      const read = parseDirectUrl(JSON.stringify({ url, vcs_info: { vcs: "git" } }));
      expect(JSON.stringify(read?.source)).not.toContain("SECRET");
    }),
  );
});
