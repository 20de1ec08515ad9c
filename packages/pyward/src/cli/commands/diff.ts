import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { everydayOption, useTwoHelps } from "../help.ts";
import {
  addDiscoveryOptions,
  addJudgingOptions,
  addSelectionOptions,
  disclosedOption,
  selectionOf,
  type AuditOptions,
  type DiscoveryOptions,
} from "../options.ts";
import { wantedOf } from "./audit.ts";

interface DiffCommandOptions extends AuditOptions, DiscoveryOptions {
  readonly requirement: readonly string[];
  readonly rev?: string;
  readonly mergeBase: boolean;
}

/** `pyward diff BASE [PATH…]`. */
export function furnishDiff(command: Command, context: Context): void {
  command
    .description("What a change adds, keeps and removes; only what it adds fails.")
    .argument("<BASE>", "a revision of git, compared from where the change left it, or a saved JSON report")
    .argument("[PATH...]", "files and directories (default: this directory), or one saved JSON report")
    .addOption(
      new Option("-r, --requirement <FILE>", "a pip requirements file")
        .argParser((file: string, known: readonly string[]) => [...known, file])
        .default([], "none"),
    )
    .addOption(new Option("--rev <REVISION>", "the change as of this commit, not as it lies here"))
    .addOption(new Option("--no-merge-base", "compare with BASE itself, not with where it was left"))
    .addOption(everydayOption(disclosedOption("pass")));
  addJudgingOptions(addSelectionOptions(addDiscoveryOptions(command)));
  useTwoHelps(command, [
    "pyward diff main                  what this branch brings",
    "pyward diff report.json           what differs from a saved report",
  ]);
  command.action(async (base: string, paths: readonly string[], options: DiffCommandOptions) => {
    const { showDiff } = await import("../against-base.ts");
    const asked = { ...options, selection: selectionOf(options), wanted: wantedOf(paths, options) };
    context.setExitCode(await showDiff(base, asked, context.io));
  });
}
