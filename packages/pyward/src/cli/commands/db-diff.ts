import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { everydayOption, useTwoHelps } from "../help.ts";

interface DbDiffOptions {
  readonly report: readonly string[];
  readonly fleet?: string;
  readonly json?: true;
}

/** `pyward db diff A B`. */
export function furnishDbDiff(db: Command, context: Context): void {
  const diff = db
    .command("diff")
    .summary("What differs between two databases.")
    .description(
      "What differs between two databases; 1 where a release of --report or --fleet became vulnerable, 3 where some could not be compared.",
    )
    .argument("<BEFORE>", "an index, an OSV zip, a folder of records, embedded or stored")
    .argument("<AFTER>", "the same")
    .addOption(
      everydayOption(
        new Option(
          "--report <FILE>",
          "a saved JSON report, an SBOM or a lock: which of its releases it concerns (repeatable)",
        )
          .argParser((file: string, known: readonly string[] | undefined) => [...(known ?? []), file])
          .default([], "none"),
      ),
    )
    .addOption(
      everydayOption(
        new Option(
          "--fleet <FOLDER>",
          "the same of every inventory in a folder, read when it changed and judged when its packages did",
        ),
      ),
    )
    .addOption(everydayOption(new Option("--json", "as JSON")));
  useTwoHelps(diff, [
    "pyward db diff embedded stored",
    "pyward db diff old.zip new.zip --report report.json",
    "pyward db diff embedded stored --fleet inventories/",
  ]);
  diff.action(async (before: string, after: string, options: DbDiffOptions) => {
    const { showDatabaseDiff } = await import("../show-database-diff.ts");
    context.setExitCode(await showDatabaseDiff(before, after, options, context.io));
  });
}
