import { InvalidArgumentError, Option, type Command } from "commander";
import type { AsOf } from "./as-of.ts";

const WHEN = /^(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2}))?|\d{1,5}d)$/;

export function addAsOf(command: Command): Command {
  return command.addOption(
    new Option(
      "--as-of <DATE>",
      "by what was public on a day: 2025-06-30, RFC 3339 or 90d; known:DATE for what the database held",
    ).argParser(parseAsOf),
  );
}

export function parseAsOf(text: string): AsOf {
  const [, by = "public", when = ""] = /^(?:(public|known):)?(.*)$/.exec(text) ?? [];
  if (!WHEN.test(when))
    throw new InvalidArgumentError("Give a day such as 2025-06-30, a time by RFC 3339, or 90d.");
  return { by: by === "known" ? "known" : "public", when };
}

/** Adds where a team keeps advisories and patches of its own. */
export function addOwnAdvisories(command: Command): Command {
  return command.addOption(
    new Option("--advisories <PATH>", "your own OSV records and patches, too; or NAME=PATH (repeatable)")
      .argParser((place, known: readonly string[] | undefined) => [...(known ?? []), place])
      .default([], "none"),
  );
}
