import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { addFixOptions, type FixOptions, type TypedFixOptions } from "../fix-options.ts";
import { useTwoHelps } from "../help.ts";
import { addAskingOptions, addDiscoveryOptions, addSelectionOptions } from "../options.ts";
import { selectionOf } from "../targets-of.ts";
import { typedBy } from "../typed.ts";
import { rootsFor, wantedOf } from "../wanted-of.ts";

/** `pyward fix [PATH…]`. */
export function furnishFix(command: Command, context: Context): void {
  command
    .description("Plans the smallest change of versions that clears what fails.")
    .argument("[PATH...]", "files and directories (default: this directory)")
    .addOption(
      new Option("-r, --requirement <FILE>", "a pip requirements file")
        .argParser((file: string, known: readonly string[]) => [...known, file])
        .default([], "none"),
    )
    .addOption(new Option("--root <DIR>", "read references and links up to here (default: the repository)"));
  addFixOptions(command);
  addAskingOptions(addSelectionOptions(addDiscoveryOptions(command)));
  useTwoHelps(command, [
    "pyward fix --dry-run              what would change, as a diff",
    "pyward fix --yes --level minor    write it, with no major jumps",
    "pyward fix --only urllib3 -f markdown --yes -o pull-request.md",
  ]);
  command.action(async (paths: string[], typed: TypedFixOptions) => {
    const { io } = context;
    const { configure } = await import("../configuration.ts");
    const { format } = typed;
    const options: FixOptions = { ...typed, format: [] };
    const named = { paths: [...paths, ...options.requirement], root: options.root ?? null };
    const configured = await configure({ typed: typedBy(command), options, named }, io);
    const { runFix } = await import("../run-fix.ts");
    const wanted = wantedOf(paths, configured.options);
    const roots = () => rootsFor(wanted, undefined, io);
    const selection = selectionOf(configured.options);
    context.setExitCode(await runFix(roots, { ...configured, selection, wanted, format }, io));
  });
}
