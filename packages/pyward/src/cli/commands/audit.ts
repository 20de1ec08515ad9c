import { Option, type Command } from "commander";
import { everydayOption, useTwoHelps } from "../help.ts";
import {
  addAuditOptions,
  addDiscoveryOptions,
  addSelectionOptions,
  selectionOf,
  type AuditOptions,
  type DiscoveryOptions,
} from "../options.ts";
import type { Context } from "../context.ts";
import type { Io } from "../io.ts";
import type { Wanted } from "../wanted.ts";

/** `pyward [audit] [PATH…]`. */
export interface AuditCommandOptions extends AuditOptions, DiscoveryOptions {
  readonly requirement: readonly string[];
  readonly root?: string;
  readonly rev?: string;
}

export function furnishAudit(command: Command, context: Context): void {
  command
    .description("Audits files, directories, environments and images (default: this directory).")
    .argument("[PATH...]", "files, directories, environments or images")
    .addOption(
      everydayOption(
        new Option("-r, --requirement <FILE>", "a pip requirements file, - for standard input")
          .argParser((file: string, known: readonly string[]) => [...known, file])
          .default([], "none"),
      ),
    )
    .addOption(new Option("--root <DIR>", "read references and links up to here (default: the repository)"))
    .addOption(
      new Option("--rev <REVISION>", "a commit of git, such as v1.2 or HEAD~3, without checking it out"),
    );
  addAuditOptions(addSelectionOptions(addDiscoveryOptions(command)));
  useTwoHelps(command, [
    "pyward                                    what is in this directory",
    "pyward -r requirements.txt --fail-on high --ignore CVE-2020-14343='not called'",
    "pyward --python 3.12 --platform linux .   only what applies there",
  ]);
  command.action(async (paths: string[], options: AuditCommandOptions) => {
    const { runAudit } = await import("../run-audit.ts");
    const wanted = wantedOf(paths, options);
    const roots = await rootsFor(wanted, options.rev, context.io);
    const selection = selectionOf(options);
    context.setExitCode(await runAudit(roots, { ...options, selection, wanted }, context.io));
  });
}

/** What the command line names, as `audit` and `diff` take it. */
export function wantedOf(
  paths: readonly string[],
  options: DiscoveryOptions & Pick<AuditCommandOptions, "requirement" | "root" | "platform">,
): Wanted {
  const { recurse, exclude, include, environments, requirement: requirements, root = null } = options;
  const discovery = { recurse, exclude, include, environments: environments === true };
  const platforms = options.platform.map(({ image }) => image);
  return { paths, requirements, root, discovery, platforms };
}

async function rootsFor(wanted: Wanted, rev: string | undefined, io: Io) {
  if (rev === undefined) {
    const { rootsOf } = await import("../audit-roots.ts");
    return rootsOf(wanted, io);
  }
  const { revisionRoots } = await import("../revision-roots.ts");
  return revisionRoots(wanted, rev, io);
}
