import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTomlFile } from "../shared/read-toml.ts";
import { VERBATIM } from "./expressions.ts";
import { readLock } from "./parse.ts";
import { Packages, settingsOf } from "./schema.ts";

const file = fc.record({
  place: fc.constantFrom("url", "path"),
  name: fc.stringMatching(/^[ -!#-\]^-~é]{0,12}$/),
  hash: fc.stringMatching(/^(?:sha256|md5):[0-9a-f]{1,8}$|^[ -~]{0,4}$/),
  size: fc.constantFrom(
    "",
    ", size = 0",
    ", size = 123",
    ', size = 12, upload-time = "2024-01-01T00:00:00Z"',
  ),
  end: fc.constantFrom("", ", odd = 1", ", hash = 'sha256:ff'"),
});
type File = typeof file extends fc.Arbitrary<infer T> ? T : never;

const write = ({ place, name, hash, size, end }: File): string =>
  `{ ${place} = "${name.replaceAll(/["\\]/g, "")}", hash = "${hash.replaceAll(/["\\]/g, "")}"${size}${end} }`;

function read(text: string, isVerbatim: boolean) {
  const packages = new Packages();
  const toml = parseTomlFile("uv.lock", text, isVerbatim ? settingsOf(packages) : null);
  if (toml.kind === "gap") return toml;
  const { dependencies, gaps } = readLock(toml.file, packages);
  return { hashes: dependencies.map((dependency) => dependency.hashes), places: dependencies, gaps };
}

test("files kept as text give the same hashes and places as files that were read", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(file, { maxLength: 4 }), { maxLength: 3 }),
      fc.boolean(),
      (lists, isCrlf) => {
        const packages = lists.map((files, at) => {
          const [sdist, ...wheels] = files.map(write);
          const lines = wheels.map((wheel) => `    ${wheel},\n`).join("");
          return `[[package]]\nname = "p${at}"\nversion = "1"\n${sdist === undefined ? "" : `sdist = ${sdist}\n`}wheels = [\n${lines}]\n`;
        });
        const text = `version = 1\n${packages.join("\n")}`.replaceAll("\n", isCrlf ? "\r\n" : "\n");
        expect(read(text, true)).toEqual(read(text, false));
      },
    ),
  );
});

test("a list of more files than the expression takes is read, and none of its hashes is lost", () => {
  const line = (at: number) =>
    `    { url = "https://index.example/${at}", hash = "sha256:${at.toString(16)}" },\n`;
  const lines = Array.from({ length: 700 }, (_, at) => line(at)).join("");
  const text = `version = 1\n[[package]]\nname = "a"\nversion = "1"\nwheels = [\n${lines}]\n`;
  const found = read(text, true);
  expect("hashes" in found ? found.hashes[0]?.length : 0).toBe(700);
});

test.each([
  ["unfinished lists", 'a = [\n    { url = "x", hash = "y" },\n'.repeat(2000)],
  ["a list without end", `a = [\n${'    { url = "x", hash = "y" },\n'.repeat(40_000)}`],
  ["a string without end", `a = { url = "${"x".repeat(1_000_000)}`],
])("%s take no time", (_, text) => {
  const started = performance.now();
  parseTomlFile("uv.lock", text, { verbatim: VERBATIM });
  expect(performance.now() - started).toBeLessThan(500);
});
