import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseTomlFile } from "../shared/read-toml.ts";
import { readLock } from "./parse.ts";
import { PLAIN_PACKAGE } from "./expressions.ts";
import { Packages, settingsOf } from "./schema.ts";

/** `isShort`: as audits read it; otherwise every package is read as TOML and kept. */
function read(text: string, isShort: boolean) {
  const packages = new Packages();
  const toml = parseTomlFile("uv.lock", text, isShort ? settingsOf(packages) : null);
  return toml.kind === "gap" ? toml : readLock(toml.file, packages);
}

const sameBothWays = (text: string): void => expect(read(text, true)).toEqual(read(text, false));

/** Mostly what uv writes: a lock with a fault anywhere has no packages to compare. */
const mostly = <T>(usual: readonly T[], odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const name = mostly(["a", "b", "left-pad", "zope-interface"], ["A_b", "x.y", "é", ""]);
const text = mostly(
  ["sys_platform == 'win32'", "python_full_version < '3.10'"],
  ["a\tb", "a\u0000b", "a\u007Fb", "\\u0041", "é", "os_name == '\u0007'"],
);
const source = mostly(
  ['{ registry = "https://index.example/simple" }', '{ registry = "https://other.example/simple" }'],
  [
    '{ git = "https://git.example/a?rev=1#0123456789012345678901234567890123456789" }',
    '{ virtual = "." }',
    "{ registry = 'https://index.example/simple' }",
  ],
);
const reference = fc
  .record({
    name,
    version: fc.constantFrom("", ', version = "1.0"'),
    source: fc.option(source, { nil: null }),
    extra: mostly(["", "", ', extra = ["e"]', ', extra = ["e", "f-g"]'], [', extra = "e"']),
    marker: fc.option(text, { nil: null }),
  })
  .map(
    (given) =>
      `    { name = "${given.name}"${given.version}${given.source === null ? "" : `, source = ${given.source}`}${given.extra}${given.marker === null ? "" : `, marker = "${given.marker}"`} },\n`,
  );
const file = mostly(
  [
    '{ url = "https://index.example/a.whl", hash = "sha256:00ff", size = 1 }',
    '{ url = "https://index.example/b.whl", hash = "sha256:00aa", size = 12, upload-time = "2025-01-01T00:00:00Z" }',
    '{ path = "c.whl", hash = "sha256:0b" }',
  ],
  ['{ url = "https://index.example/d.whl" }', '{ url = "https://index.example/e.whl", hash = "SHA256:FF" }'],
);
const list = (items: readonly string[]): string => `[\n${items.join("")}]\n`;
const packageText = fc
  .record({
    name,
    version: mostly(
      ['version = "1.0"\n', 'version = "2!3.a-b+c_d"\n'],
      ["version = '1'\n", "", 'version = "1.0" # old\n'],
    ),
    source,
    forks: fc.array(
      text.map((marker) => `    "${marker}",\n`),
      { maxLength: 2 },
    ),
    isExtra: mostly([false], [true]),
    dependencies: fc.array(reference, { maxLength: 3 }),
    sdist: fc.option(file, { nil: null }),
    wheels: fc.array(file, { maxLength: 3 }),
    end: mostly(
      ["\n", "\n", "", "\n\n\n"],
      [
        '\n[package.optional-dependencies]\ne = [\n    { name = "b" },\n]\n',
        "\n[package.metadata]\nrequires-dist = []\n",
        '\n[package.metadata]\nrequires-dist = [\n    { name = "b", extras = ["e"], marker = "x", specifier = ">=1" },\n]\n',
        "\n[manifest]\nmembers = []\n",
        'name = "again"\n',
        "# said\n",
        "\u0007\n",
        "\r",
      ],
    ),
  })
  .map(
    (given) =>
      `[[package]]\nname = "${given.name}"\n${given.version}source = ${given.source}\n` +
      (given.forks.length === 0 ? "" : `resolution-markers = ${list(given.forks)}`) +
      (given.dependencies.length === 0
        ? ""
        : `${given.isExtra ? "optional-dependencies.e" : "dependencies"} = ${list(given.dependencies)}`) +
      (given.sdist === null ? "" : `sdist = ${given.sdist}\n`) +
      (given.wheels.length === 0 ? "" : `wheels = ${list(given.wheels.map((wheel) => `    ${wheel},\n`))}`) +
      given.end,
  );

test("packages that are matched give what packages that are read give", () => {
  const head = fc.constantFrom(
    "version = 1\n\n",
    "version = 1\npackage = 3\n",
    "version = 1\n[package]\n",
    "\u{FEFF}version = 1\n",
  );
  fc.assert(
    fc.property(head, fc.array(packageText, { maxLength: 6 }), fc.boolean(), (start, packages, isCrlf) => {
      const lock = start + packages.join("");
      sameBothWays(isCrlf ? lock.replaceAll("\n", "\r\n") : lock);
    }),
    { numRuns: 2000 },
  );
});

const FIXTURES = join(import.meta.dirname, "fixtures");

describe("of the fixtures", () => {
  const locks = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".lock"),
  );

  test.each(locks)("%s is read the same both ways, whole and damaged", (path) => {
    const lock = readFileSync(join(FIXTURES, path), "utf8");
    sameBothWays(lock);
    for (let at = 7; at < lock.length; at += Math.max(97, Math.floor(lock.length / 60))) {
      sameBothWays(lock.slice(0, at));
      sameBothWays(lock.slice(0, at) + lock.slice(at + 5));
    }
  });

  test("some have packages that are matched", () => {
    const matched = locks.filter((path) => {
      const lock = readFileSync(join(FIXTURES, path), "utf8");
      PLAIN_PACKAGE.lastIndex = lock.lastIndexOf("[[package]]");
      return PLAIN_PACKAGE.test(lock);
    });
    expect(matched.length).toBeGreaterThan(2);
  });
});
