import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { everydayOption, useTwoHelps } from "../help.ts";
import type { ImportCommandOptions } from "../import-database.ts";

/** `pyward db import FILE…`. */
export function furnishDbImport(db: Command, context: Context): void {
  const load = db
    .command("import")
    .summary("Stores a database, or builds one.")
    .description(
      "Builds a database from an OSV zip, a directory of records or one file, and stores it for later audits.",
    )
    .argument("<FILE|DIR...>", "what to import; the records of several become one database")
    .addOption(
      everydayOption(new Option("--verify-key <KEY>", "refuse what FILE.sig does not sign with this key")),
    )
    .addOption(everydayOption(new Option("--force", "also what is older than the stored database")))
    .addOption(
      everydayOption(
        new Option("--kev <FILE>", "CISA's catalogue of known exploited vulnerabilities, as JSON"),
      ),
    )
    .addOption(
      everydayOption(new Option("--epss <FILE>", "FIRST's EPSS scores of a day, as CSV or gzip of it")),
    )
    .addOption(everydayOption(new Option("--json", "as JSON")));
  useTwoHelps(load, ["pyward db import all.zip", "pyward db import advisory-database/vulns/ all.zip"]);
  load.action(async (paths: string[], options: ImportCommandOptions) => {
    const { importDatabase } = await import("../import-database.ts");
    context.setExitCode(await importDatabase(paths, options, context.io));
  });
}
