import { Option, type Command } from "commander";

/** What the package indexes are asked for. */
export interface IndexOptions {
  readonly checkIndex?: true;
  readonly indexUrl?: string;
  readonly extraIndexUrl: readonly string[];
}

export function addIndexOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--check-index",
        "ask your package index about yanked, archived and quarantined ones, which tells it the names",
      ),
    )
    .addOption(new Option("--index-url <URL>", "this index, in place of those of pip's and uv's settings"))
    .addOption(
      new Option("--extra-index-url <URL>", "this index, too (repeatable)")
        .argParser((url: string, known: readonly string[]) => [...known, url])
        .default([], "none"),
    );
}
