import { Option, type Command } from "commander";
import { everydayOption } from "./help.ts";
import type { Io } from "./io.ts";
import type { AuditOptions, DiscoveryOptions } from "./options.ts";
import type { Wanted } from "./wanted.ts";

/** What names the files to be read. */
export interface ReadingOptions extends DiscoveryOptions, Pick<AuditOptions, "platform" | "offline"> {
  readonly requirement: readonly string[];
  readonly root?: string;
  readonly rev?: string;
}

/** Adds the paths, and how they are read. */
export function addReadingOptions(command: Command): Command {
  return command
    .argument("[PATH...]", "files, directories, environments, images, registry:HOST/NAME, docker:NAME")
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
}

/** What the command line names, as `audit` and `diff` take it. */
export function wantedOf(paths: readonly string[], options: Omit<ReadingOptions, "rev">): Wanted {
  const { requirement: requirements, root = null } = options;
  const discovery = discoveryOf(options);
  const platforms = options.platform.map(({ image }) => image);
  return { paths, requirements, root, discovery, platforms, offline: options.offline === true };
}

/** What of a folder is read. */
export function discoveryOf({ recurse, exclude, include, environments }: DiscoveryOptions) {
  return { recurse, exclude, include, environments: environments === true };
}

/** The trees that the command line names. */
export async function rootsFor(wanted: Wanted, rev: string | undefined, io: Io) {
  if (rev === undefined) {
    const { rootsOf } = await import("./audit-roots.ts");
    return rootsOf(wanted, io);
  }
  const { revisionRoots } = await import("./revision-roots.ts");
  return revisionRoots(wanted, rev, io);
}
