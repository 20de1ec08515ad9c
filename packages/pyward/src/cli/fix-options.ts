import { InvalidArgumentError, Option, type Command } from "commander";
import { parseRequirement, type Requirement } from "../python/index.ts";
import { everydayOption, offering } from "./help.ts";
import type { AuditOptions, DiscoveryOptions } from "./options.ts";

/** What `pyward fix` is told, as commander hands it over. */
export interface FixOptions extends AuditOptions, DiscoveryOptions {
  readonly requirement: readonly string[];
  readonly root?: string;
  readonly output?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly level: "patch" | "minor" | "major";
  readonly only: readonly string[];
  readonly constraint: readonly Requirement[];
  readonly prefer?: "constraint" | "override";
  readonly downgrade?: true;
  readonly admitted?: true;
}

const FIX_FORMATS = ["text", "json", "markdown"] as const;
export type FixFormat = (typeof FIX_FORMATS)[number];

/** With the format as this command has it. */
export type TypedFixOptions = Omit<FixOptions, "format"> & { readonly format: FixFormat };

/** What is to be cleared, how far versions may go, and what is written. */
export function addFixOptions(command: Command): Command {
  return addShowOptions(addBoundOptions(addWriteOptions(command)));
}

function addWriteOptions(command: Command): Command {
  return command
    .addOption(everydayOption(new Option("-n, --dry-run", "show the change as a diff, and write nothing")))
    .addOption(everydayOption(new Option("-y, --yes", "write it without asking").conflicts("dryRun")));
}

/** What is to be cleared, and by which versions. */
function addBoundOptions(command: Command): Command {
  return command
    .addOption(
      everydayOption(
        new Option("--level <LEVEL>", "no jump further than patch, minor or major (default: major)")
          .choices(["patch", "minor", "major"])
          .default("major"),
        "patch, minor or major at most (default: major)",
      ),
    )
    .addOption(
      everydayOption(
        new Option("--only <ID>", "of what fails only this advisory, or the one package (repeatable)")
          .argParser((text: string, known: readonly string[]) => [...known, text])
          .default([], "all"),
        "only this advisory or package (repeatable)",
      ),
    )
    .addOption(
      new Option("--constraint <REQUIREMENT>", "plan within it, such as 'django<5' (repeatable)")
        .argParser((text: string, known: readonly Requirement[]) => [...known, constraintOf(text)])
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--prefer <HOW>",
        "for packages that the project does not name: write a constraint, or an override, which their parents' limits do not bound",
      ).choices(["constraint", "override"]),
    )
    .addOption(new Option("--downgrade", "lower versions may do where nothing else clears"))
    .addOption(
      new Option(
        "--admitted",
        "raise declared ranges, too, so that they admit nothing that fails and would not be installed today",
      ),
    );
}

function addShowOptions(command: Command): Command {
  return command
    .addOption(
      everydayOption(
        offering(
          new Option("-f, --format <FORMAT>", "text, json or markdown, for a pull request (default: text)")
            .choices(FIX_FORMATS)
            .default("text"),
          FIX_FORMATS,
        ),
        "text, json or markdown (default: text)",
      ),
    )
    .addOption(new Option("-o, --output <FILE>", "write what is shown there"))
    .addOption(new Option("-q, --quiet", "no progress, and nothing where nothing fails"))
    .addOption(
      new Option("--color <WHEN>", "auto, always or never (default: auto)")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .addOption(new Option("--no-progress", "no progress on a terminal"));
}

function constraintOf(text: string): Requirement {
  const parsed = parseRequirement(text);
  if (!parsed.ok || parsed.value.url !== null)
    throw new InvalidArgumentError("Give a requirement such as 'django<5'.");
  return parsed.value;
}
