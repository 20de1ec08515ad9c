import { Command } from "commander";
import { addAuditCommand } from "./commands/audit.ts";
import { addDbCommand } from "./commands/db.ts";
import { addEnvCommand } from "./commands/env.ts";
import { addExplainCommand } from "./commands/explain.ts";
import { addRenderCommand } from "./commands/render.ts";
import { addWhyCommand } from "./commands/why.ts";
import { useTwoHelps } from "./help.ts";
import type { Io } from "./io.ts";
import { VERSION } from "./version.ts";

/** What every command gets: the process, and where to leave the exit code of a verdict. */
export interface Context {
  readonly io: Io;
  setExitCode(code: number): void;
}

/** The whole command line. What a command does is loaded when it runs. */
export function buildProgram(io: Io, setExitCode: (code: number) => void): Command {
  const context = { io, setExitCode };
  const program = new Command("pyward")
    .description("Audits what a Python project depends on, without running any of it.")
    .version(`pyward ${VERSION}`, "-V, --version", "the version")
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    .helpCommand(false)
    .exitOverride();
  useTwoHelps(program, [
    "pyward                          audit the current directory",
    "pyward -r requirements.txt      audit one requirements file",
    "pyward env                      audit the environment in use",
    "pyward explain CVE-2020-14343   one advisory, and where this project stands",
  ]);
  addAuditCommand(program, context);
  addEnvCommand(program, context);
  addExplainCommand(program, context);
  addWhyCommand(program, context);
  addRenderCommand(program, context);
  addDbCommand(program, context);
  return program;
}
