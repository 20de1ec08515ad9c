import { InvalidArgumentError, Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { everydayOption, useTwoHelps } from "../help.ts";
import type { ServeWishes } from "../serve-database.ts";

/** `pyward db serve`. */
export function furnishDbServe(db: Command, context: Context): void {
  const serve = db
    .command("serve")
    .summary("Answers other tools, as osv.dev does.")
    .description(
      "The database as an OSV-compatible API and as OSV's files, for every other tool without a network.",
    )
    .addOption(
      everydayOption(new Option("--database <PATH>", "use this index, OSV zip or folder of records")),
    )
    .addOption(
      everydayOption(
        new Option("--port <PORT>", "where to listen (default: 8790; 0: any that is free)")
          .argParser(wholeNumber(65_535))
          .default(8790),
      ),
    )
    .addOption(
      everydayOption(
        new Option("--host <ADDRESS>", "listen there, not only for this machine (127.0.0.1)").default(
          "127.0.0.1",
        ),
      ),
    )
    .addOption(
      new Option(
        "--rate-limit <N>",
        "requests a minute of one client, also at once (default: 30000; 0: no limit)",
      )
        .argParser(wholeNumber(1e9))
        .default(30_000),
    )
    .addOption(
      new Option("--max-db-age <DAYS>", "/health is 503 while the newest advisory is older").argParser(
        wholeNumber(1e6),
      ),
    )
    .addOption(everydayOption(new Option("-v, --verbose", "a line of JSON for each request, on stderr")));
  useTwoHelps(serve, ["pyward db serve", "pyward db serve --database all.zip --port 0"]);
  serve.action(async (wishes: ServeWishes) => {
    const { serveDatabase } = await import("../serve-database.ts");
    context.setExitCode(await serveDatabase(wishes, context.io));
  });
}

function wholeNumber(most: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,10}$/.test(text) || Number(text) > most)
      throw new InvalidArgumentError(`it is a whole number up to ${most}`);
    return Number(text);
  };
}
