import { describe, expect, test } from "vitest";
import { parseArguments } from "./parse.ts";
import { usageText } from "./usage.ts";

function given(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const parsed = parseArguments(argv, environment);
  return parsed.kind === "given"
    ? { ...Object.fromEntries(parsed.given.values), path: parsed.given.projectPath }
    : parsed;
}

describe("a command line, as argparse reads it", () => {
  test.each([
    [["-fjson", "-ra", "-r", "b"], { "--format": ["json"], "--requirement": ["a", "b"], path: null }],
    [["-Sdr", "a"], { "--strict": ["on"], "--dry-run": ["on"], "--requirement": ["a"], path: null }],
    [["--form=json", "p"], { "--format": ["json"], path: "p" }],
    [["--desc", "-d"], { "--desc": ["on"], "--dry-run": ["on"], path: null }],
    [["--desc", "off", "p"], { "--desc": ["off"], path: "p" }],
    [["-vv", "--", "-p"], { "--verbose": ["on", "on"], path: "-p" }],
    [["--osv=x", "--timeo", "1_0"], { "--osv-url": ["x"], "--timeout": ["1_0"], path: null }],
    [["-o", "-"], { "--output": ["-"], path: null }],
  ])("%j", (argv, expected) => expect(given(argv)).toEqual(expected));

  test.each([
    [["-f", "nope"], "argument -f/--format: invalid OutputFormatChoice value: 'nope'"],
    [["-r"], "argument -r/--requirement: expected one argument"],
    [["-r", "-d"], "argument -r/--requirement: expected one argument"],
    [["--re", "a"], "ambiguous option: --re could match --requirement, --require-hashes"],
    [["--local=3"], "argument -l/--local: ignored explicit argument '3'"],
    [["-lx"], "argument -l/--local: ignored explicit argument 'x'"],
    [["--timeout", "1.5"], "argument --timeout: invalid int value: '1.5'"],
    [["a", "--nope", "b"], "unrecognized arguments: --nope b"],
    [["-r", "a", "."], "argument project_path: not allowed with argument -r/--requirement"],
    [[".", "--path", "x"], "argument --path: not allowed with argument project_path"],
  ])("%j: %s", (argv, message) => expect(given(argv)).toEqual({ kind: "error", message }));

  test("the environment stands in, and is checked like an option", () => {
    expect(given([], { PIP_AUDIT_FORMAT: "json", PIP_AUDIT_OUTPUT: "f" })).toEqual({
      "--format": ["json"],
      "--output": ["f"],
      path: null,
    });
    expect(given(["-f", "columns"], { PIP_AUDIT_FORMAT: "nope" })).toEqual({
      "--format": ["columns"],
      path: null,
    });
    expect(given([], { PIP_AUDIT_DESC: "" })).toEqual({
      kind: "error",
      message: "argument --desc: invalid VulnerabilityDescriptionChoice value: ''",
    });
  });

  test.each(["--fix", "--cache-dir", "--cache=x"])("%s is refused, and says why", (word) => {
    expect(given([word])).toMatchObject({ kind: "error" });
    expect(given([word])).toHaveProperty("message", expect.stringMatching(/^--[a-z-]+ is not supported: /));
  });

  test("help and version win over what stands behind them", () => {
    expect(given(["-h", "-f", "nope"])).toEqual({ kind: "help" });
    expect(given(["--vers"])).toEqual({ kind: "version" });
  });

  test("the usage is no wider than 78 columns", () => {
    expect(
      Math.max(
        ...usageText()
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(78);
  });
});
