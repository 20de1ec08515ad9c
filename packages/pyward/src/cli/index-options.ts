import { Option, type Command } from "commander";

/** What the package indexes are asked for. */
export interface IndexOptions {
  readonly checkIndex?: true;
  readonly indexUrl?: string;
  readonly extraIndexUrl: readonly string[];
  readonly trustIndex: readonly string[];
  readonly keyringProvider?: "subprocess" | "disabled";
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
    )
    .addOption(
      new Option(
        "--keyring-provider <WHICH>",
        "subprocess: your keyring program is asked for the passwords of your indexes; disabled (default: as pip and uv are told)",
      ).choices(["subprocess", "disabled"]),
    );
}

function repeated(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((url: string, known: readonly string[]) => [...known, url])
    .default([], "none");
}
