import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import type { AddOptions, IgnoreOptions } from "../ignore-options.ts";
import { everydayOption, offering, useTwoHelps } from "../help.ts";
import { GAP_CODES } from "../../model/index.ts";

/** `pyward ignore …`. */
export function furnishIgnore(ignore: Command, context: Context): void {
  ignore
    .description("Waivers in the configuration: what is let through, why, by whom and until when.")
    .helpCommand(false);
  useTwoHelps(ignore, [
    "pyward ignore add CVE-2020-14343 --reason 'not called' --expires 2027-01-31",
    "pyward ignore list",
    "pyward ignore prune --dry-run",
  ]);
  furnishAdd(ignore.command("add"), context);

  const list = ignore
    .command("list")
    .description("The waivers that hold for a folder, and those that ended.")
    .argument("[PATH]", "a folder (default: the current directory)")
    .addOption(everydayOption(new Option("--json", "as JSON")));
  useTwoHelps(list, ["pyward ignore list", "pyward ignore list services/api --json"]);
  list.action(async (path: string | undefined, options: IgnoreOptions) => {
    const { listIgnores } = await import("../edit-ignores.ts");
    context.setExitCode(await listIgnores(path ?? ".", options, context.io));
  });

  const load = ignore
    .command("import")
    .description("Writes waivers for what uv, osv-scanner, pysentry and pip-audit are told to ignore here.")
    .addOption(everydayOption(new Option("--dry-run", "say what would be written, and write nothing")));
  useTwoHelps(load, ["pyward ignore import --dry-run", "pyward ignore import"]);
  load.action(async (options: IgnoreOptions) => {
    const { importIgnores } = await import("../import-ignores.ts");
    context.setExitCode(await importIgnores(options, context.io));
  });

  const prune = ignore
    .command("prune")
    .description("Audits a folder and removes waivers of its configuration that ended or do nothing.")
    .argument("[PATH]", "a folder (default: the current directory)")
    .addOption(everydayOption(new Option("--dry-run", "say what would go, and write nothing")))
    .addOption(
      everydayOption(new Option("--database <PATH>", "use this index, OSV zip or folder of records")),
    );
  useTwoHelps(prune, ["pyward ignore prune --dry-run", "pyward ignore prune services/api"]);
  prune.action(async (path: string | undefined, options: IgnoreOptions) => {
    const { pruneIgnores } = await import("../edit-ignores.ts");
    context.setExitCode(await pruneIgnores(path ?? ".", options, context.io));
  });
}

function furnishAdd(add: Command, context: Context): void {
  const several = (text: string, known: readonly string[]): readonly string[] => [...known, text];
  add
    .description("Writes a waiver to the configuration that is nearest; no other byte changes.")
    .argument("[ID]", "of an advisory, or any alias of it")
    .addOption(
      offering(new Option("--gap <CODE>", "in place of ID: gaps of this code"), Object.keys(GAP_CODES)),
    )
    .addOption(everydayOption(new Option("--reason <TEXT>", "why")))
    .addOption(everydayOption(new Option("--expires <DATE>", "the last day on which it holds")))
    .addOption(everydayOption(new Option("--until <WHAT>", "fixed, or a date")))
    .addOption(
      everydayOption(
        offering(
          new Option("--kind <KIND>", "accepted, not-affected or false-positive (default: accepted)"),
          ["accepted", "not-affected", "false-positive"],
        ),
      ),
    )
    .addOption(everydayOption(new Option("--package <NAME>", "only of this package")))
    .addOption(new Option("--version <SPECIFIER>", "only of these versions, such as '<2.1'"))
    .addOption(new Option("--path <GLOB>", "only where every file that asks for it fits"))
    .addOption(
      new Option("--scope <NAME>", "only where it is needed for nothing else, such as dev (repeatable)")
        .argParser(several)
        .default([], "every one"),
    )
    .addOption(
      new Option("--target <NAME>", "only for this platform or Python (repeatable)")
        .argParser(several)
        .default([], "every one"),
    )
    .addOption(everydayOption(new Option("--owner <NAME>", "who answers for it")))
    .addOption(new Option("--config <FILE>", "write it there"))
    .addOption(new Option("--dry-run", "show the file as it would be, and write nothing"));
  useTwoHelps(add, [
    "pyward ignore add CVE-2020-14343 --reason 'not called' --expires 2027-01-31",
    "pyward ignore add PYSEC-2021-142 --until fixed --reason 'no fix yet'",
    "pyward ignore add --gap unpinned --package ours --reason 'our own'",
  ]);
  add.action(async (id: string | undefined, options: AddOptions) => {
    const { addIgnore } = await import("../edit-ignores.ts");
    context.setExitCode(await addIgnore(id ?? null, options, context.io));
  });
}
