import { expect, test } from "vitest";
import { exampleReport, withNames } from "../../../../../test/laws/example-reports.ts";
import { github } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

interface Command {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads a log: a command stands at the start of a line. */
function commands(log: string): readonly Command[] {
  return log.split("\n").flatMap((line) => {
    const [, command, list = "", message = ""] = /^::([a-z-]+) ?(.*?)::(.*)$/.exec(line) ?? [];
    if (command === undefined) return [];
    const decode = (text: string): string =>
      text.replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");
    const pairs = list
      .split(",")
      .map((pair) => [pair.slice(0, pair.indexOf("=")), decode(pair.slice(pair.indexOf("=") + 1))]);
    return [{ command, properties: Object.fromEntries(pairs), message: message.replaceAll("%25", "%") }];
  });
}

test("an error for each package, on the line that asks for it, with what to do", () => {
  const report = exampleReport("webshop");
  const found = commands(github.render(report, VIEW));
  expect(found).toHaveLength(new Set(report.findings.map(({ dependency }) => dependency)).size);
  for (const { command, properties, message } of found) {
    expect(command).toBe("error");
    expect(properties).toMatchObject({
      file: expect.stringMatching(/^(?:uv\.lock|requirements\.txt)$/),
      line: expect.stringMatching(/^[0-9]+$/),
    });
    expect(message).toContain("upgrade to ");
  }
});

test("a gap that was not expected is a warning; the last line counts", () => {
  const report = exampleReport("incomplete");
  const text = github.render(report, VIEW);
  expect(commands(text).map(({ command }) => command)).toEqual(
    report.gaps.filter(({ expected }) => !expected).map(() => "warning"),
  );
  expect(text).toMatch(/pyward: incomplete, 0 known vulnerabilities, \d+ of \d+ dependencies audited\n$/);
});

test.each(["a::error::b", "a\n::set-env name=x::y", "a%0A::error::b", "a,file=/etc/passwd", "a:b", "%3A%3A"])(
  "%j makes no command and no property",
  (text) => {
    const report = exampleReport("judged");
    const before = commands(github.render(report, VIEW));
    const after = commands(github.render(withNames(report, text), VIEW));
    expect(after.map(({ command }) => command)).toEqual(before.map(({ command }) => command));
    for (const { properties } of after)
      expect(Object.keys(properties).filter((key) => !["file", "line", "title"].includes(key))).toEqual([]);
  },
);

test("of a change only what is new is noted at its line; what the base has is counted", () => {
  const text = github.render(exampleReport("diff"), VIEW);
  expect(text.match(/^::error .*title=([a-z]+)/gm)).toHaveLength(2);
  expect(text.match(/^::notice .*title=gravel/gm)).toHaveLength(1);
  expect(text).toContain("6 known vulnerabilities (3 in the baseline)");
});
