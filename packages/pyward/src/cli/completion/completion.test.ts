import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GAP_CODES } from "../../model/index.ts";
import { buildProgram } from "../program.ts";
import { completionFor } from "../write-completion.ts";
import { isKnownPlaceholder, shapeOf } from "./command-shape.ts";
import { everyCommand } from "./every-command.ts";

const silent = { isTerminal: false, columns: null, write: () => undefined };
const program = buildProgram(
  { environment: {}, cwd: "/", platform: "linux", stdout: silent, stderr: silent, now: () => new Date(0) },
  () => undefined,
);
const shape = shapeOf(program);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pyward-completion-"));
  mkdirSync(join(folder, "services"));
  mkdirSync(join(folder, "my folder"));
  writeFileSync(join(folder, "requirements.txt"), "");
  writeFileSync(join(folder, "report.json"), "");
  for (const shell of ["bash", "zsh", "fish"] as const)
    writeFileSync(join(folder, `.completion.${shell}`), completionFor(shell, program));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether a shell is here; where it is not, its tests are skipped and say so. */
function has(shell: string): boolean {
  return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

function lines(shell: string, argv: readonly string[]): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, argv, { cwd: folder, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((line) => line !== "");
}

describe("what the program's placeholders stand for", () => {
  const used = everyCommand(shape).flatMap(({ options, arguments: positions }) => [
    ...options.filter(
      ({ value }) => value.kind === "files" || value.kind === "folders" || value.kind === "free",
    ),
    ...positions.filter(({ value }) => value.kind !== "words"),
  ]);
  test.each([
    ...new Set(used.map((it) => ("placeholder" in it ? (it.placeholder ?? "").slice(1, -1) : it.name))),
  ])("%s is known", (name) => {
    expect(isKnownPlaceholder(name)).toBe(true);
  });
});

interface Case {
  /** The last word is the one being completed. */
  readonly typed: readonly string[];
  /** Some that are offered. */
  readonly offered: readonly string[];
  /** Some that are not. */
  readonly kept: readonly string[];
}

function asCase([typed, offered, kept = []]: readonly [
  readonly string[],
  readonly string[],
  (readonly string[])?,
]): Case {
  return { typed, offered, kept };
}

const CASES = (
  [
    [["au"], ["audit"], ["env"]],
    [[""], ["audit", "sbom", "completion", "requirements.txt", "services"], ["high"]],
    [["db", ""], ["status", "import", "search", "show"], ["audit"]],
    [["db", "import", "r"], ["requirements.txt", "report.json"], []],
    [["ignore", "pr"], ["prune"], ["list"]],
    [["audit", "--fail"], ["--fail-on", "--fail-on-unverified", "--fail-on-exploited"], ["--format"]],
    [["--fail-on", "h"], ["high"], ["critical"]],
    [["audit", "--fail-on", ""], ["critical", "high", "medium", "low", "none"], ["services"]],
    [
      ["sbom", "--format", ""],
      ["cyclonedx-json", "spdx3-json"],
      ["sarif", "table"],
    ],
    [["env", "-f", "s"], ["sarif", "spdx-json"], ["json"]],
    [["audit", "--platform", "l"], ["linux"], ["windows"]],
    [["audit", "--config", "req"], ["requirements.txt"], []],
    [["audit", "--python", ""], [], ["requirements.txt", "services"]],
    [["audit", "--python", "3.12", "req"], ["requirements.txt"], []],
    [["audit", "--strict", "req"], ["requirements.txt"], []],
    [["explain", ""], [], ["requirements.txt"]],
    [["why", "urllib3", "ser"], ["services"], []],
    [["why", "r"], [], ["requirements.txt"]],
    [["diff", "main", "ser"], ["services"], []],
    [["completion", ""], ["bash", "zsh", "fish", "powershell"], ["services"]],
    [["ignore", "add", "--kind", "f"], ["false-positive"], ["accepted"]],
    [["ignore", "add", "--gap", "unp"], ["unpinned"], ["bash"]],
  ] as const
).map(asCase);

describe.skipIf(!has("bash"))("bash", () => {
  function ask(words: readonly string[]): readonly string[] {
    const all = ["pyward", ...words].map((word) => `'${word}'`).join(" ");
    const script = `source .completion.bash; COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _pyward; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines("bash", ["--norc", "-uc", script]);
  }

  test.each(CASES)("$typed", ({ typed, offered, kept }) => {
    const answer = ask(typed);
    expect(answer).toEqual(expect.arrayContaining([...offered]));
    expect(answer.filter((word) => kept.includes(word))).toEqual([]);
    expect(new Set(answer).size).toBe(answer.length);
  });

  // Bash breaks words at `=` and `:`.
  const broken: readonly { readonly typed: readonly string[]; readonly offered: readonly string[] }[] = (
    [
      [
        ["audit", "--fail-on", "="],
        ["critical", "high"],
      ],
      [["audit", "--fail-on", "=", "h"], ["high"]],
      [["--fail-on", "=", "high", "--form"], ["--format"]],
      [["audit", "--fail-on=h"], ["--fail-on=high"]],
      [["audit", "-f", "json", ":", "rep"], ["report.json"]],
      [["audit", "--format", "=", "json", ":", "rep"], ["report.json"]],
      [["audit", "-f", "json:rep"], ["json:report.json"]],
      [["audit", "-f", "json", ":", "out.json", "ser"], ["services"]],
      [["audit", "--allow-gaps", "=", "unpinned,unr"], ["unpinned,unreadable"]],
      [["audit", "--allow-gaps", "ser"], ["services"]],
      [["audit", "my"], ["my folder"]],
    ] as const
  ).map(asCase);
  test.each(broken)("$typed gives $offered", ({ typed, offered }) => {
    const answer = ask(typed);
    if (offered.length === 1 && !typed.includes("--allow-gaps")) expect(answer).toEqual(offered);
    else expect(answer).toEqual(expect.arrayContaining([...offered]));
  });
});

describe.skipIf(!has("fish"))("fish", () => {
  // It offers files at every place of a command that takes one.
  const cases = CASES.filter(({ typed }) => typed.join(" ") !== "why r");
  test.each(cases)("$typed", ({ typed, offered, kept }) => {
    const line = ["pyward", ...typed].join(" ");
    const script = `source .completion.fish; complete -C '${line}'`;
    const answer = lines("fish", ["--no-config", "-c", script]).map(
      (each) => each.split("\t")[0]?.replace(/\/$/, "") ?? "",
    );
    expect(answer).toEqual(expect.arrayContaining([...offered]));
    expect(answer.filter((word) => kept.includes(word))).toEqual([]);
  });
});

describe.skipIf(!has("zsh"))("zsh", () => {
  // Completion runs in its line editor only: a zsh in a terminal of its own, made by zsh.
  function ask(line: string): string {
    const script = `
      zmodload zsh/zpty
      zpty z env TERM=dumb COLUMNS=200 zsh -f -i
      zpty -w z "PS1=; cd ${folder}; autoload -Uz compinit; compinit -u -D; source .completion.zsh; LISTMAX=999; stty cols 200 rows 100"
      zpty -w z "show() { zle -I; print -r -- '<<'\\$BUFFER'>>'; exit }; zle -N show; bindkey '^X' show"
      zpty -n -w z $'${line}\\t\\x18'
      while zpty -r z chunk; do print -rn -- $chunk; done`;
    const { stdout } = spawnSync("zsh", ["-f", "-c", script], { encoding: "utf8", timeout: 20_000 });
    return stdout;
  }

  test.each([
    ["pyward au", "<<pyward audit >>"],
    ["pyward --fail-on h", "<<pyward --fail-on high >>"],
    ["pyward audit --fail-on=c", "<<pyward audit --fail-on=critical >>"],
    ["pyward db sh", "<<pyward db show >>"],
    ["pyward audit req", "<<pyward audit requirements.txt >>"],
    ["pyward audit -f sar", "<<pyward audit -f sarif>>"],
    ["pyward audit -f json:rep", "<<pyward audit -f json:report.json >>"],
    ["pyward sbom -f sar", "<<pyward sbom -f sar>>"],
    ["pyward explain req", "<<pyward explain req>>"],
    ["pyward ignore add --kind f", "<<pyward ignore add --kind false-positive >>"],
    ["pyward completion f", "<<pyward completion fish >>"],
  ])("%s", (typed, buffer) => {
    expect(ask(typed)).toContain(buffer);
  });
});

describe("every script", () => {
  test.each(["bash", "zsh", "fish", "powershell"] as const)(
    "%s names all there is, and nothing else",
    (shell) => {
      const script = completionFor(shell, program);
      for (const { name, options } of everyCommand(shape)) {
        expect(script).toContain(name);
        for (const long of options.flatMap(({ names }) => names.filter((each) => each.startsWith("--"))))
          expect(script).toContain(shell === "fish" ? `-l ${long.slice(2)} ` : long);
      }
      for (const code of Object.keys(GAP_CODES)) expect(script).toContain(code);
      expect(script).toMatch(/^#/);
      expect(script.endsWith("\n")).toBe(true);
    },
  );

  test("powershell's tables have no key twice, which it would refuse", () => {
    const script = completionFor("powershell", program);
    for (const [table] of script.matchAll(/@\{ [^\n]* \}$/gm)) {
      const keys = [...table.matchAll(/(?:^@\{ |; )'([^']*)' = /g)].map(([, key = ""]) => key.toLowerCase());
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
