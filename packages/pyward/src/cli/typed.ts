import type { Command } from "commander";

/** A command line, as far as an ordinary audit asks. */
export interface Typed extends Pick<Command, "getOptionValueSource"> {
  /** The command with all of its options, for a configuration to complete. */
  whole(): Promise<Command>;
}

/** What commander has read. */
export function typedBy(command: Command): Typed {
  return {
    getOptionValueSource: (name) => command.getOptionValueSource(name),
    whole: async () => command,
  };
}
