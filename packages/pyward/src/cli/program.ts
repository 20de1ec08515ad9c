import { Command } from "commander";
import { neutralise } from "../reports/shared/neutralise.ts";
import { furnishAudit } from "./commands/audit.ts";
import { furnishCheck } from "./commands/check.ts";
import { furnishCompletion } from "./commands/completion.ts";
import { furnishDb } from "./commands/db.ts";
import { furnishDiff } from "./commands/diff.ts";
import { furnishEnv } from "./commands/env.ts";
import { furnishExplain } from "./commands/explain.ts";
import { furnishFix } from "./commands/fix.ts";
import { furnishIgnore } from "./commands/ignore.ts";
import { furnishPipAudit } from "./commands/pip-audit.ts";
import { furnishInit } from "./commands/init.ts";
import { furnishRender } from "./commands/render.ts";
import { furnishSbom } from "./commands/sbom.ts";
import { furnishWhy } from "./commands/why.ts";
import type { Context } from "./context.ts";
import { rareCommand, useTwoHelps } from "./help.ts";
import type { Io } from "./io.ts";
import { VERSION } from "./version.ts";

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly isDefault?: true;
  /** `--help` has it, `-h` does not. */
  readonly isRare?: true;
  /** It speaks of all commands, so all are built. */
  readonly needsAll?: true;
  furnish(command: Command, context: Context): void;
}

const COMMANDS: readonly CommandEntry[] = [
  {
    name: "audit",
    summary: "audit files, directories, environments, images",
    isDefault: true,
    furnish: furnishAudit,
  },
  {
    name: "env",
    summary: "audit an installed environment",
    furnish: furnishEnv,
  },
  { name: "check", summary: "judge packages before they are installed", furnish: furnishCheck },
  { name: "sbom", summary: "what a project depends on, as an SBOM", furnish: furnishSbom },
  { name: "diff", summary: "what a change adds, keeps and removes", furnish: furnishDiff },
  { name: "fix", summary: "change versions so that findings go", furnish: furnishFix },
  { name: "explain", summary: "one advisory, and where this project stands", furnish: furnishExplain },
  { name: "why", summary: "the paths by which a package comes in", furnish: furnishWhy },
  { name: "render", summary: "a saved JSON report in any format", isRare: true, furnish: furnishRender },
  { name: "ignore", summary: "waivers in the configuration", furnish: furnishIgnore },
  { name: "pip-audit", summary: "pip-audit's own options, output and exit codes", furnish: furnishPipAudit },
  { name: "init", summary: "write a configuration and a CI file", furnish: furnishInit },
  { name: "db", summary: "the advisory database", furnish: furnishDb },
  {
    name: "completion",
    summary: "a script that completes commands in your shell",
    isRare: true,
    needsAll: true,
    furnish: furnishCompletion,
  },
];

/** The whole command line. What a command does is loaded when it runs. */
export function buildProgram(io: Io, setExitCode: (code: number) => void): Command {
  return programWith(COMMANDS, io, setExitCode);
}

/** The part of the command line that `argv` runs: the other commands are known by name only, which starts faster. */
export function programFor(argv: readonly string[], io: Io, setExitCode: (code: number) => void): Command {
  const chosen =
    COMMANDS.find(({ name }) => name === argv[0]) ?? COMMANDS.find(({ isDefault }) => isDefault === true);
  const isAlone = chosen !== undefined && chosen.needsAll !== true;
  return programWith(isAlone ? [chosen] : COMMANDS, io, setExitCode);
}

/** `pyward audit` with what a command line sets, and not run. */
export async function parsedAudit(argv: readonly string[], io: Io): Promise<Command> {
  const program = programFor(argv, io, () => undefined);
  const audit = program.commands.find((command) => command.name() === "audit");
  if (audit === undefined) throw new Error("there is no command audit");
  audit.action(() => undefined);
  await program.parseAsync(argv, { from: "user" });
  return audit;
}

function programWith(
  furnished: readonly CommandEntry[],
  io: Io,
  setExitCode: (code: number) => void,
): Command {
  const program = new Command("pyward")
    .description("Audits what a Python project depends on, without running any of it.")
    .version(`pyward ${VERSION}`, "-V, --version", "the version")
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // It repeats what was typed, and scripts type what others wrote.
      writeErr: (text) => io.stderr.write(text.split("\n").map(neutralise).join("\n")),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride();
  useTwoHelps(program, ["pyward                          audit the current directory"]);
  for (const entry of COMMANDS) {
    const { name, summary, isDefault } = entry;
    const command = program.command(name, { isDefault: isDefault === true }).summary(summary);
    if (entry.isRare === true) rareCommand(command);
    if (furnished.includes(entry)) entry.furnish(command, { io, setExitCode });
  }
  return program;
}
