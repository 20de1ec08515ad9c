import type { Command } from "commander";
import { bashCompletion } from "./completion/bash.ts";
import { shapeOf, type CommandShape } from "./completion/command-shape.ts";
import { fishCompletion } from "./completion/fish.ts";
import { powershellCompletion } from "./completion/powershell.ts";
import { zshCompletion } from "./completion/zsh.ts";

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
} as const satisfies Readonly<Record<string, (program: CommandShape) => string>>;

/** The script that completes `program` in a shell: made from its commands alone, so that the same program gives the same bytes. */
export function completionFor(shell: keyof typeof SCRIPTS, program: Command): string {
  return SCRIPTS[shell](shapeOf(program));
}
