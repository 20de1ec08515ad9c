import type { Command } from "commander";
import { useTwoHelps } from "../help.ts";
import { addIndexNames } from "../index-options.ts";
import { addConfigFileOptions, addDiscoveryOptions, addViewOptions, offlineOption } from "../options.ts";
import { addResolvingOptions } from "../resolve-options.ts";
import type { WhyOptions } from "../show-why.ts";
import type { Context } from "../context.ts";

/** `pyward why NAME [PATH]`. */
export function furnishWhy(command: Command, context: Context): void {
  command
    .description("Shows the paths by which a package comes in, from what the project asks for.")
    .argument("<NAME>", "a package")
    .argument("[PATH]", "a project, a file or an environment (default: the current directory)");
  addConfigFileOptions(addDiscoveryOptions(addViewOptions(command))).addOption(offlineOption());
  addResolvingOptions(addIndexNames(command));
  useTwoHelps(command, ["pyward why urllib3", "pyward why markupsafe services/api"]);
  command.action(async (name: string, path: string | undefined, typed: WhyOptions) => {
    const { configureReading } = await import("../configuration.ts");
    const named = { paths: path === undefined ? [] : [path], root: null };
    const options = await configureReading({ command, options: typed, named }, context.io);
    const { showWhy } = await import("../show-why.ts");
    context.setExitCode(await showWhy({ name, path: path ?? null }, options, context.io));
  });
}
