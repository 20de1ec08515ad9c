import { Option, type Command } from "commander";
import { everydayOption } from "./help.ts";
import type { AuditOptions, DiscoveryOptions } from "./options.ts";

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
