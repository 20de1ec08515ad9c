import type { Command } from "commander";
import { useTwoHelps } from "../help.ts";
import { addViewOptions } from "../options.ts";
import type { Context } from "../program.ts";

interface WhyOptions {
  readonly quiet?: true;
  readonly progress: boolean;
}

/** `pyward why NAME [PATH]`. */
export function addWhyCommand(program: Command, context: Context): void {
  const command = program
    .command("why")
    .summary("the paths by which a package comes in")
    .description("Shows the paths by which a package comes in, from what the project asks for.")
    .argument("<NAME>", "a package")
    .argument("[PATH]", "a project, a file or an environment (default: the current directory)");
  addViewOptions(command);
  useTwoHelps(command, ["pyward why urllib3", "pyward why markupsafe services/api"]);
  command.action(async (name: string, path: string | undefined, options: WhyOptions) => {
    const { showWhy } = await import("../show-why.ts");
    context.setExitCode(await showWhy({ name, path: path ?? null }, options, context.io));
  });
}
