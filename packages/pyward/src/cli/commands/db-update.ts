import { Option, type Command } from "commander";
import { everydayOption, useTwoHelps } from "../help.ts";
import type { Context } from "../context.ts";
import type { UpdateOptions } from "../update-database.ts";

/** `pyward db update`. */
export function furnishDbUpdate(db: Command, context: Context): void {
  const update = db
    .command("update")
    .summary("Fetches what is new from osv.dev or a mirror.")
    .description(
      "Fetches what is new from osv.dev, CISA (kev) and FIRST (epss), or mirrors, and stores it for later audits.",
    )
    .addOption(everydayOption(new Option("--feed-url <URL>", "fetch osv-bulk from here (PYWARD_OSV_URL)")))
    .addOption(
      everydayOption(
        new Option("--feed <ID=URL>", "ask this feed here: kev, epss, or your own (repeatable)")
          .argParser(more)
          .default([], "none"),
      ),
    )
    .addOption(
      everydayOption(
        new Option("--without <ID>", "leave this feed out (repeatable)").argParser(more).default([], "none"),
      ),
    )
    .addOption(new Option("--plain-http", "your own feeds may come without TLS"))
    .addOption(everydayOption(new Option("--full", "compare everything, not only what changed")))
    .addOption(everydayOption(new Option("--force", "also what withdraws or narrows much, or is older")))
    .addOption(everydayOption(new Option("--json", "as JSON")));
  useTwoHelps(update, [
    "pyward db update",
    "pyward db update --feed kev=https://mirror.example/kev.json --without epss",
  ]);
  update.action(async (options: UpdateOptions) => {
    const { updateDatabase } = await import("../update-database.ts");
    context.setExitCode(await updateDatabase(options, context.io));
  });
}

function more(one: string, known: readonly string[] | undefined): readonly string[] {
  return [...(known ?? []), one];
}
