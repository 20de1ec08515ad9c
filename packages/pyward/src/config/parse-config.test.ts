import { describe, expect, test } from "vitest";
import { parseConfig } from "./parse-config.ts";

function parse(
  text: string,
  given: { readonly isTrusted?: boolean; readonly form?: "pyward" | "pyproject" } = {},
) {
  return parseConfig({
    text,
    sha256: "0",
    path: "c.toml",
    isTrusted: false,
    form: "pyward",
    folder: "",
    ...given,
  });
}

/** `line message` of every problem. */
function problems(text: string, given: { readonly isTrusted?: boolean } = {}): readonly string[] {
  const parsed = parse(text, given);
  return parsed.kind === "bad" ? parsed.problems.map(({ place, message }) => `${place.line} ${message}`) : [];
}

function hints(text: string): readonly (string | null)[] {
  const parsed = parse(text);
  return parsed.kind === "bad" ? parsed.problems.map(({ hint }) => hint) : [];
}

const REASON = 'reason = "r"\n';

test("every kind of value, with its line", () => {
  const parsed = parse(
    'fail-on = "high"\nstrict = true\nmax-db-age = 7\npython = "3.12"\nexclude = ["a/",\n "b"]\n',
  );
  const settings = parsed.kind === "config" ? parsed.file.settings : [];
  expect(settings.map(({ key, place }) => `${key} ${place.line}`)).toEqual([
    "fail-on 1",
    "strict 2",
    "max-db-age 3",
    "python 4",
    "exclude 5",
  ]);
  const exclude = settings.at(-1)?.value;
  expect(
    exclude?.kind === "list" ? exclude.items.map(({ text, place }) => [text, place.line]) : null,
  ).toEqual([
    ["a/", 5],
    ["b", 6],
  ]);
});

test.each([
  ["[tool.pyward]\nstrict = true\n", "config"],
  ["[tool]\npyward = { strict = true }\n", "config"],
  ['["tool" . "pyward"]\nstrict = true\n', "config"],
  ["tool.pyward.strict = true\n", "config"],
  ["[tool.other]\nx = 'pyward'\n", "none"],
  ["[tool]\npyward = 3\n", "bad"],
  ["[tool.pyward\n", "bad"],
])("pyproject.toml: %j is %s", (text, kind) => {
  expect(parse(text, { form: "pyproject" }).kind).toBe(kind);
});

describe("what is wrong is said with its line, all of it", () => {
  test.each<readonly [string, readonly string[]]>([
    ['\nfail-onn = "high"\n', ['2 unknown key "fail-onn"']],
    ['fail-on = "huge"\n', ["1 fail-on wants one of critical, high, medium, low, none"]],
    [
      "fail-on = 7\nstrict = 'yes'\n",
      ["1 fail-on wants one of critical, high, medium, low, none", "2 strict wants true or false"],
    ],
    ["max-db-age = -1\n", ["1 max-db-age wants a whole number from 0 to 999999"]],
    ["max-db-age = 9223372036854775807\n", ["1 max-db-age wants a whole number from 0 to 999999"]],
    ['python = ["3.12",\n "three"]\n', ['2 python wants a list of texts such as "3.12"']],
    ["waivers = 3\n", ["1 waivers wants [[waivers]]"]],
    ["[[waivers]]\nid = 'X-1'\n", ["1 the waiver of X-1 has no reason"]],
    ["[[waivers]]\nid = 'X-1'\nreason = '  '\n", ["1 the waiver of X-1 has no reason"]],
    [`[[waivers]]\n${REASON}`, ["1 a waiver has an id or a gap"]],
    [`[[waivers]]\nid = 'X-1'\ngap = 'unpinned'\n${REASON}`, ["1 a waiver has an id or a gap"]],
    [`[[waivers]]\nid = 'X-1'\nowner = 3\n${REASON}`, ['3 owner wants a text such as "some text"']],
    [`[[waivers]]\nid = 'X-1'\nresaon = 'r'\n`, ['3 unknown key "resaon"']],
    [
      `[[waivers]]\nid = 'X-1'\nkind = 'fixed'\n${REASON}`,
      ["3 kind wants one of accepted, not-affected, false-positive"],
    ],
    [
      `[[waivers]]\nid = 'X-1'\nexpires = '2026-02-30'\n${REASON}`,
      ["1 the waiver of X-1 ends on no day of the calendar"],
    ],
    [`[[waivers]]\nid = 'X-1'\nexpires = 'soon'\n${REASON}`, ['3 expires wants a text such as "2027-01-31"']],
    [
      `[[waivers]]\nid = 'X-1'\nversion = 'one'\n${REASON}`,
      ["1 version is no version or specifier of PEP 440"],
    ],
    [
      `[[waivers]]\ngap = 'no-advisory-data'\n${REASON}`,
      ["1 no-advisory-data cannot be waived: nothing found because nothing was read is no pass"],
    ],
    [`[[waivers]]\ngap = 'unpinned'\nversion = '1'\n${REASON}`, ["1 version says nothing of a gap"]],
    ["ignore = ['X-1']\n", ["1 the waiver of X-1 has no reason"]],
    ["[scopes.develop]\nfail-on = 'high'\n", ['1 unknown scope "develop"']],
    ["[scopes.dev]\n", ["1 fail-on is missing"]],
    ["[[paths]]\nfail-on = 'high'\n", ["1 path and fail-on are needed"]],
    ["extends = 'https://index.example/p.toml'\n", ["1 extends takes a file, not a URL"]],
    [
      "extends = { file = 'p.toml', sha256 = 'abc' }\n",
      [
        '1 sha256 wants a text such as "64 hexadecimal digits"',
        '1 extends wants a file, such as "policy.toml" or { file = "policy.toml", sha256 = "…" }',
      ],
    ],
    [
      "database = 'x'\noutput = 'y'\nexit-zero = true\nrequire-reason = false\n",
      [
        "1 database cannot be set by a repository",
        "2 output cannot be set by a repository",
        "3 exit-zero cannot be set by a repository",
        "4 require-reason cannot be set by a repository",
      ],
    ],
    [
      "format = ['table', 'json:out.json']\n",
      ["1 a repository cannot name the files that reports are written to"],
    ],
    ["not toml", ["1 this is not TOML: expected an equals sign after the key"]],
  ])("%j", (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test("the nearest right name is offered", () => {
    expect(
      hints('fail-onn = "high"\nfial-on = "high"\nzzzzzzzzzzzz = 1\n[scopes.tolling]\nfail-on = "low"'),
    ).toEqual([
      "Did you mean fail-on?",
      "Did you mean fail-on?",
      expect.stringMatching(/^The keys are fail-on, /),
      "Did you mean tooling?",
    ]);
  });

  test("what is trusted may say more, and do without reasons", () => {
    const text =
      "database = 'x'\nexit-zero = true\nformat = 'json:r.json'\nrequire-reason = false\nignore = ['X-1']\n";
    expect(problems(text, { isTrusted: true })).toEqual([]);
  });
});

test("a waiver has all that it says", () => {
  const parsed = parse(`[[waivers]]
id = " cve-2020-1 "
kind = "not-affected"
package = "Zope.Interface"
version = "1.2"
path = "legacy/**"
scope = ["dev", "extra:x"]
target = "linux"
reason = " never called "
owner = "ana"
expires = 2027-01-31
until = "2027-01-30T10:00:00Z"
`);
  expect(parsed.kind === "config" ? parsed.file.waivers : null).toEqual([
    {
      place: { path: "c.toml", line: 1 },
      span: { start: 0, end: 11 },
      id: "cve-2020-1",
      gap: null,
      kind: "not-affected",
      package: "zope-interface",
      version: "==1.2",
      path: "legacy/**",
      scopes: ["dev", "extra:x"],
      targets: ["linux"],
      reason: "never called",
      owner: "ana",
      expires: "2027-01-30T10:00:00Z",
      untilFixed: false,
    },
  ]);
});

describe("hostile configuration is bounded and never thrown for", () => {
  test.each([
    ["deep", `${"[".repeat(100_000)}`],
    ["deep values", `python = ${"[".repeat(5000)}${"]".repeat(5000)}`],
    ["many waivers", "[[waivers]]\n".repeat(20_000)],
    ["many paths", "[[paths]]\npath = 'a'\nfail-on = 'low'\n".repeat(2000)],
    ["a long list", `exclude = [${'"a",'.repeat(20_000)}]`],
    ["a long key", `${"k".repeat(1_000_000)} = 1`],
    ["names of prototypes", "__proto__ = 1\nconstructor = 2\n[scopes.__proto__]\nfail-on = 'high'\n"],
    ["a text that is too long", `ignore = ["${"X".repeat(20_000)}"]`],
  ])("%s", (_, text) => {
    const started = Date.now();
    expect(parse(text).kind).toBe("bad");
    expect(Date.now() - started).toBeLessThan(2000);
  });
});
