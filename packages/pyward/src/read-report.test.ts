import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readReport } from "./read-report.ts";

const TEXT = readFileSync(new URL("./reports/shared/fixtures/judged.json", import.meta.url), "utf8");

/** The example with the value at a path replaced; undefined removes it. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const root: unknown = JSON.parse(TEXT);
  let holder = root;
  for (const key of path.slice(0, -1)) holder = Reflect.get(Object(holder), key);
  if (value === undefined) Reflect.deleteProperty(Object(holder), path.at(-1) ?? "");
  else Reflect.set(Object(holder), path.at(-1) ?? "", value);
  return JSON.stringify(root);
}

function messageOf(text: string): string {
  const read = readReport(text);
  if (read.ok) throw new Error("it was read");
  expect(read.error.code).toBe("bad-report");
  expect(read.error.hint).not.toBeNull();
  return read.error.message;
}

test("an example is read", () => {
  expect(readReport(TEXT)).toMatchObject({ ok: true, value: { status: "fail", coverage: { asked: 5 } } });
});

test("a byte order mark before it does no harm", () => {
  expect(readReport(`\ufeff${TEXT}`).ok).toBe(true);
});

test("fields that it does not know are left out", () => {
  const read = readReport(changed(["findings", 0, "mood"], "bad"));
  expect(read.ok && "mood" in (read.value.findings[0] ?? {})).toBe(false);
  expect(read.ok).toBe(true);
});

test("what a missing field means: null where it may be null, no upgrades where reports had none yet", () => {
  const withoutEpss = readReport(changed(["findings", 0, "epss"], undefined));
  expect(withoutEpss).toMatchObject({
    ok: true,
    value: { findings: [{ epss: null }, {}, {}, {}, {}, {}, {}] },
  });
  expect(readReport(changed(["upgrades"], undefined))).toMatchObject({ ok: true, value: { upgrades: [] } });
});

test.each<[where: string, path: readonly (string | number)[], value: unknown]>([
  ["status", ["status"], "fine"],
  ["exitCode", ["exitCode"], "1"],
  ["exitCode", ["exitCode"], 1.5],
  ["coverage", ["coverage"], []],
  ["coverage.asked", ["coverage", "asked"], null],
  ["findings", ["findings"], {}],
  ["findings[2].severity.level", ["findings", 2, "severity", "level"], "toString"],
  ["findings[0].aliases[0]", ["findings", 0, "aliases", 0], 7],
  ["findings[1].verdict", ["findings", 1, "verdict"], undefined],
  ["dependencies[0].scopes[0]", ["dependencies", 0, "scopes", 0], "elsewhere"],
  ["dependencies[0].direct", ["dependencies", 0, "direct"], "yes"],
  ["gaps", ["gaps"], undefined],
  ["notes[0]", ["notes"], [null]],
  ["tool.name", ["tool", "name"], "other"],
])("%s of the wrong type is named", (where, path, value) => {
  expect(messageOf(changed(path, value))).toContain(` ${where} is not `);
});

test.each([
  "",
  "{",
  "null",
  "[]",
  "7",
  '{"schema": 1}',
  '{"schema": "other/1"}',
  '{"__proto__": {"schema": "pyward-report/1"}}',
])("%j is no report", (text) => {
  messageOf(text);
});

test("another version of the schema is named, harmlessly", () => {
  expect(messageOf(changed(["schema"], "pyward-report/2"))).toContain('"pyward-report/2"');
  expect(messageOf(changed(["schema"], "pyward-report/\u001b[2J\u202e"))).not.toMatch(/[^\x20-\x7e]/);
});

test("nesting as deep as the text allows is an answer, not a crash", () => {
  messageOf("[".repeat(200_000));
  messageOf(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  expect(readReport(TEXT.replace('"notes"', `"unknown": ${deep}, "notes"`)).ok).toBe(true);
});

test("a report from before dependencies said what they need", () => {
  const read = readReport(changed(["dependencies", 0, "dependsOn"], undefined));
  expect(read.ok && read.value.dependencies[0]?.dependsOn).toBeNull();
});
