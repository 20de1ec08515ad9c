import { Argument, type Command } from "commander";
import type { Context } from "../context.ts";
import { useTwoHelps } from "../help.ts";

/** The shells that `pyward completion` writes for. */
const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;

/** `pyward completion SHELL`. */
export function furnishCompletion(command: Command, { io, setExitCode }: Context): void {
  command
    .description("Prints a script that completes commands, options and files in your shell.")
    .addArgument(new Argument("<SHELL>", "bash, zsh, fish or powershell").choices(SHELLS));
  useTwoHelps(command, [
    'pyward completion zsh > "${fpath[1]}/_pyward"',
    "pyward completion fish > ~/.config/fish/completions/pyward.fish",
    "pyward completion powershell | Out-String | iex   in $PROFILE",
    "source <(pyward completion bash)                  in ~/.bashrc",
  ]);
  command.action(async (shell: (typeof SHELLS)[number]) => {
    const { completionFor } = await import("../write-completion.ts");
    io.stdout.write(completionFor(shell, command.parent ?? command));
    setExitCode(0);
  });
}
