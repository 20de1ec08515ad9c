import { Option, type Command } from "commander";

/** Which feed is asked about what is audited. */
export interface FeedOptions {
  readonly service?: string;
}

export function addFeedOptions(command: Command): Command {
  return command.addOption(
    new Option(
      "--service <URL>",
      "ask this OSV service, or (index) your package index, before the database; it learns names and versions",
    ),
  );
}
