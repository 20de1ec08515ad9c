import type { Command } from "commander";
import { useTwoHelps } from "../help.ts";
import { addViewOptions } from "../options.ts";
import type { Context } from "../context.ts";

interface WhyOptions {
  readonly quiet?: true;
  readonly progress: boolean;
}

/** `pyward why NAME [PATH]`. */
export function furnishWhy(command: Command, context: Context): void {
  command
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
