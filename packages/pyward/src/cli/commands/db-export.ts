import { Option, type Command } from "commander";
import { everydayOption, useTwoHelps } from "../help.ts";
import type { Context } from "../context.ts";
import type { ExportOptions } from "../export-database.ts";

/** `pyward db export FILE`. */
export function furnishDbExport(db: Command, context: Context): void {
  const save = db
    .command("export")
    .summary("Writes the database to a file.")
    .description("Writes the database in use to a file that `pyward db import` takes on another machine.")
    .argument("<FILE>", "the file to write")
    .addOption(
      everydayOption(new Option("--sign <KEY>", "sign it into FILE.sig with this Ed25519 private key (PEM)")),
    )
    .addOption(
      everydayOption(new Option("--database <PATH>", "this index, OSV zip or folder in place of the usual")),
    )
    .addOption(everydayOption(new Option("--json", "as JSON")));
  useTwoHelps(save, ["pyward db export advisories.pyward", "pyward db export a.pyward --sign company.key"]);
  save.action(async (path: string, options: ExportOptions) => {
    const { exportDatabase } = await import("../export-database.ts");
    context.setExitCode(await exportDatabase(path, options, context.io));
  });
}
