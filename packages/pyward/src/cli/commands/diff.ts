import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { everydayOption, useTwoHelps } from "../help.ts";
import {
  addDiscoveryOptions,
  addJudgingOptions,
  addSelectionOptions,
  disclosedOption,
  type AuditOptions,
  type DiscoveryOptions,
} from "../options.ts";
import { selectionOf } from "../targets-of.ts";
import { typedBy } from "../typed.ts";
import { wantedOf } from "../wanted-of.ts";

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
    const { io } = context;
    const { rev, mergeBase } = options;
    const named = { paths: [...paths, ...options.requirement], root: null };
    const configureBy = async (commit: string | null) => {
      const { configure } = await import("../configuration.ts");
      const configRev = options.configRev ?? commit;
      const isFree = configRev === null || options.config !== undefined;
      const asked = isFree ? options : { ...options, configRev };
      const configured = await configure({ typed: typedBy(command), options: asked, named }, io);
      const selection = selectionOf(configured.options);
      return { ...configured, selection, wanted: wantedOf(paths, configured.options) };
    };
    const settings = { options, wanted: wantedOf(paths, options), rev, mergeBase };
    const { showDiff } = await import("../against-base.ts");
    context.setExitCode(await showDiff(base, { ...settings, configure: configureBy }, io));
  });
}
