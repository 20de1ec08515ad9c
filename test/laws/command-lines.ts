import type { Command } from "commander";
import { buildProgram } from "../../packages/pyward/src/cli/program.ts";
import type { Io } from "../../packages/pyward/src/cli/io.ts";
import { commandsOf } from "../transcripts/transcript.ts";

const START =
  /npx --yes pyward@\S+ |^\s*(?:- )?pyward (?=[a-z-])|entry: pyward |"npx", "--yes", "pyward@[^"]+", /u;

/** The arguments of pyward in a text of recipes, a line each, as a shell would take them. */
export function commandLines(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => {
    const start = START.exec(line);
    if (start === null) return [];
    const rest = line.slice(start.index + start[0].length);
    return [
      rest
        .replace(/ \|\| code=\$\?$|\s*\{posargs\}$|'$|\s+#.*$/u, "")
        .replace(/^"(\w+)", \*session\.posargs\)$/u, "$1"),
    ];
  });
}

/** The command that runs; null where this pyward's command line does not take it. */
export function parsesAs(line: string): string | null {
  const quiet = { isTerminal: false, columns: null, write: () => undefined };
  const io: Io = {
    environment: {},
    cwd: import.meta.dirname,
    platform: "linux",
    stdout: quiet,
    stderr: quiet,
    now: () => new Date(0),
  };
  const program = buildProgram(io, () => undefined);
  let ran: string | null = null;
  const silence = (command: Command): void => {
    command.exitOverride().action(() => void (ran = command.name()));
    command.commands.forEach(silence);
  };
  program.commands.forEach(silence);
  const [command] = commandsOf(`$ pyward ${line}\n`);
  try {
    program.parse([...(command?.argv ?? [])], { from: "user" });
  } catch {
    return null;
  }
  return ran;
}
