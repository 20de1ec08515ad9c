import { Option, type Command } from "commander";
import { everydayOption, useTwoHelps } from "../help.ts";
import { addConfigFileOptions, addDiscoveryOptions, addViewOptions } from "../options.ts";
import { addAsOf, addOwnAdvisories } from "../data-options.ts";
import type { ExplainOptions } from "../show-explanations.ts";
import type { Context } from "../context.ts";

/** `pyward explain ID…`. */
export function furnishExplain(command: Command, context: Context): void {
  command
    .description("Explains an advisory: what it affects, where this project stands, what to do.")
    .argument("<ID...>", "PYSEC, CVE, GHSA or any other id, in any case")
    .addOption(
      everydayOption(new Option("--in <PATH>", "the project to look at (default: the current directory)")),
    )
    .addOption(
      everydayOption(new Option("--database <PATH>", "use this index, OSV zip or folder of records")),
    )
    .addOption(everydayOption(new Option("--json", "as JSON")));
  addOwnAdvisories(addAsOf(command));
  addConfigFileOptions(addDiscoveryOptions(addViewOptions(command)));
  useTwoHelps(command, [
    "pyward explain CVE-2020-14343",
    "pyward explain PYSEC-2021-142 --in examples/webshop",
  ]);
  command.action(async (ids: string[], typed: ExplainOptions) => {
    const { configureReading } = await import("../configuration.ts");
    const named = { paths: typed.in === undefined ? [] : [typed.in], root: null };
    const options = await configureReading({ command, options: typed, named }, context.io);
    const { showExplanations } = await import("../show-explanations.ts");
    context.setExitCode(await showExplanations(ids, options, context.io));
  });
}
