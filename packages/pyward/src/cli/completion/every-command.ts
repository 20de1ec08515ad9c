import type { CommandShape } from "./command-shape.ts";

/** The program and all below it, parents first. */
export function everyCommand(program: CommandShape): readonly CommandShape[] {
  return [program, ...program.commands.flatMap(everyCommand)];
}

/**
 * The program as the shells complete it: a command line without a command is that of `audit`, so the top has its options and
 * arguments besides its own.
 */
export function withDefaultCommand(program: CommandShape): CommandShape {
  const usual = program.commands.find(({ name }) => name === "audit");
  if (usual === undefined) return program;
  const own = new Set(program.options.flatMap(({ names }) => names));
  const more = usual.options.filter(({ names }) => !names.some((name) => own.has(name)));
  return { ...program, options: [...program.options, ...more], arguments: usual.arguments };
}
