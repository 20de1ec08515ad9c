import { Option, type Command } from "commander";
import type { Policy } from "../policy/index.ts";

export interface DisagreementOption {
  readonly onDisagreement?: NonNullable<Policy["onDisagreement"]>;
}

/** Adds what a finding does whose records disagree about the version. */
export function addOnDisagreement(command: Command): Command {
  return command.addOption(
    new Option(
      "--on-disagreement <WHAT>",
      "where records disagree about the version: fail, warn or ignore (default: fail)",
    ).choices(["fail", "warn", "ignore"]),
  );
}
