import { Option, type Command } from "commander";
import { everydayOption, useTwoHelps } from "../help.ts";
import type { Context } from "../context.ts";
import { addOwnAdvisories } from "../data-options.ts";
import type { OwnOption } from "../own-advisories.ts";
import { furnishDbUpdate } from "./db-update.ts";
import { furnishDbExport } from "./db-export.ts";
import { furnishDbImport } from "./db-import.ts";
import { furnishDbDiff } from "./db-diff.ts";
import { furnishDbServe } from "./db-serve.ts";

interface DbOptions {
  readonly database?: string;
  readonly json?: true;
}

/** `pyward db …`. */
export function furnishDb(db: Command, context: Context): void {
  db.description("The advisory database: where it comes from, how old it is, what is in it.").helpCommand(
    false,
  );
  useTwoHelps(db, ["pyward db status", "pyward db import all.zip", "pyward db show PYSEC-2021-142"]);

  const status = reading(
    db
      .command("status")
      .summary("Which database is used, and its state.")
      .description("Which database is used, from when, and whether it is whole."),
  );
  useTwoHelps(status, ["pyward db status", "pyward db status --json"]);
  status.action(async (options: DbOptions) => {
    const { showStatus } = await import("../show-database.ts");
    context.setExitCode(await showStatus(options, context.io));
  });

  furnishDbUpdate(db, context);

  furnishDbImport(db, context);
  furnishDbExport(db, context);
  furnishDbDiff(db, context);

  const search = reading(
    db.command("search").description("Advisories by package name or part of an id."),
  ).argument("<TEXT>", "a package name, or part of an id");
  useTwoHelps(search, ["pyward db search pyyaml", "pyward db search CVE-2020-14"]);
  search.action(async (text: string, options: DbOptions) => {
    const { showSearch } = await import("../show-database.ts");
    context.setExitCode(await showSearch(text, options, context.io));
  });

  const show = addOwnAdvisories(
    reading(db.command("show").description("Everything that the database has on one id.")),
  ).argument("<ID>", "PYSEC, CVE, GHSA or any other id, in any case");
  useTwoHelps(show, ["pyward db show PYSEC-2021-142", "pyward db show cve-2020-14343 --json"]);
  show.action(async (id: string, options: DbOptions & OwnOption) => {
    const { showRecord } = await import("../show-database.ts");
    context.setExitCode(await showRecord(id, options, context.io));
  });

  furnishDbServe(db, context);
}

function reading(command: Command): Command {
  return command
    .addOption(
      everydayOption(new Option("--database <PATH>", "use this index, OSV zip or folder of records")),
    )
    .addOption(everydayOption(new Option("--json", "as JSON")));
}
