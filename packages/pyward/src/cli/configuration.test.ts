import { expect, test } from "vitest";
import { Command } from "commander";
import { COMMAND_LINE_ONLY, KEYS, LEVELS } from "../config/keys.ts";
import { furnishAudit } from "./commands/audit.ts";

const io = {
  environment: {},
  cwd: "/",
  platform: "linux",
  stdout: { isTerminal: false, columns: 80, write: () => undefined },
  stderr: { isTerminal: false, columns: 80, write: () => undefined },
  now: () => new Date(0),
};
const audit = new Command("audit");
furnishAudit(audit, { io, setExitCode: () => undefined });
const longNames = audit.options.map(({ long }) => (long ?? "").replace(/^--/, ""));

test("every option is a key of the configuration, or makes sense on a command line only", () => {
  const known = [...Object.keys(KEYS), ...COMMAND_LINE_ONLY, "help", ""];
  expect(longNames.filter((name) => !known.includes(name))).toEqual([]);
});

test("every key is an option, or is about waivers and feeds", () => {
  const others = Object.keys(KEYS).filter((name) => !longNames.includes(name));
  expect(others).toEqual(["vex", "never-waive", "require-reason", "feeds", "internal"]);
});

test("keys that choose have the choices of their options", () => {
  for (const name of ["fail-on", "unknown-severity", "color"] as const) {
    const { type } = KEYS[name];
    const option = audit.options.find(({ long }) => long === `--${name}`);
    expect(type.kind === "choice" ? type.values : []).toEqual(option?.argChoices);
  }
  expect(LEVELS).toHaveLength(5);
});
