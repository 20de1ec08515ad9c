import { Option, type Command } from "commander";
import { everydayOption, useTwoHelps } from "../help.ts";
import { addAuditOptions, type AuditOptions } from "../options.ts";
import type { Context } from "../context.ts";

/** `pyward [audit] [PATH…]`. */
export interface AuditCommandOptions extends AuditOptions {
  readonly requirement: readonly string[];
  readonly root?: string;
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
    .addOption(new Option("--root <DIR>", "read references and links up to here (default: the repository)"));
  addAuditOptions(command);
  useTwoHelps(command, [
    "pyward                                    what is in this directory",
    "pyward -r requirements.txt --fail-on high --ignore CVE-2020-14343='not called'",
    "pyward --python 3.12 --platform linux .   only what applies there",
  ]);
  command.action(async (paths: string[], options: AuditCommandOptions) => {
    const { runAudit } = await import("../run-audit.ts");
    const { rootsOf } = await import("../audit-roots.ts");
    const roots = await rootsOf(
      {
        paths,
        requirements: options.requirement,
        root: options.root ?? null,
        platforms: options.platform.map(({ image }) => image),
      },
      context.io,
    );
    context.setExitCode(await runAudit(roots, options, context.io));
  });
}
