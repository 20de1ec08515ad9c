import { Option, type Command } from "commander";

/** What the package indexes are asked for. */
export interface IndexOptions {
  readonly checkIndex?: true;
  readonly indexUrl?: string;
  readonly extraIndexUrl: readonly string[];
  readonly trustIndex: readonly string[];
}

export function addIndexOptions(command: Command): Command {
  return addIndexNames(
    command.addOption(
      new Option(
        "--check-index",
        "ask your package index about yanked, archived and quarantined ones, which tells it the names",
      ),
    ),
  );
}

/** Which indexes are asked. */
export function addIndexNames(command: Command): Command {
  return command
    .addOption(new Option("--index-url <URL>", "this index, in place of those of pip's and uv's settings"))
    .addOption(repeated("--extra-index-url <URL>", "this index, too (repeatable)"))
    .addOption(
      repeated(
        "--trust-index <URL>",
        "this index, about what the audited files say comes from there (repeatable)",
      ),
    );
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((url: string, known: readonly string[]) => [...known, url])
    .default([], "none");
}
