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
    const { io } = context;
    const { configure } = await import("../configuration.ts");
    const named = { paths: [...paths, ...options.requirement], root: options.root ?? null };
    const configured = await configure({ command, options, named }, io);
    const { runAudit } = await import("../run-audit.ts");
    const selection = selectionOf(configured.options);
    const roots = () => rootsFor(paths, configured.options, io);
    context.setExitCode(await runAudit(roots, { ...configured, selection }, io));
  });
}

async function rootsFor(paths: readonly string[], options: AuditCommandOptions, io: Io) {
  const { recurse, exclude, include, environments, requirement: requirements, root = null } = options;
  const discovery = { recurse, exclude, include, environments: environments === true };
  const platforms = options.platform.map(({ image }) => image);
  const wanted = { paths, requirements, root, discovery, platforms };
  if (options.rev === undefined) {
    const { rootsOf } = await import("../audit-roots.ts");
    return rootsOf(wanted, io);
  }
  const { revisionRoots } = await import("../revision-roots.ts");
  return revisionRoots(wanted, options.rev, io);
}
