import { InvalidArgumentError, Option, type Command } from "commander";
import { STATE_KINDS, type StateKind } from "../model/index.ts";
import { offering } from "./help.ts";

/** What a run fails for besides severity. */
export interface SignalOptions {
  readonly failOnEpss?: number;
  readonly failOnKind: readonly StateKind[];
  readonly onlyFixable?: true;
}

/** Adds what decides by facts about a flaw or a release, and not by severity. */
export function addSignalOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--fail-on-epss <PROBABILITY>",
        "fail what is this likely to be exploited by EPSS (0 to 1), whatever its severity and scope",
      ).argParser(parseShare),
    )
    .addOption(
      offering(
        new Option("--fail-on-kind <KIND>", "fail yanked, archived, deprecated or end-of-life, which warn"),
        STATE_KINDS,
      )
        .argParser((text: string, known: readonly StateKind[] | undefined) => [
          ...(known ?? []),
          parseKind(text),
        ])
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--only-fixable",
        "what no version fixes warns: it fails once one does; malware always fails",
      ),
    );
}

function parseShare(text: string): number {
  const share = /^(?:0|0?\.\d{1,20}|0\.|1|1\.0*)$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(share)) throw new InvalidArgumentError("Give a number from 0 to 1, such as 0.1.");
  return share;
}

function parseKind(text: string): StateKind {
  const kind = STATE_KINDS.find((one) => one === text);
  if (kind === undefined) throw new InvalidArgumentError(`The kinds are ${STATE_KINDS.join(", ")}.`);
  return kind;
}
