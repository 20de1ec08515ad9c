import { InvalidArgumentError, Option, type Command } from "commander";

/** How what is not pinned is resolved. */
export interface ResolveOptions {
  /** `--resolve`, `--no-resolve`; absent: by the indexes that the user names, if any. */
  readonly resolve?: boolean;
  readonly resolution?: "highest" | "lowest" | "lowest-direct";
  /** RFC 3339. */
  readonly excludeNewer?: string;
  /** `--plan`, `--no-plan`; absent: where an index is asked anyway. */
  readonly plan?: boolean;
  readonly failOnAdmitted?: true;
}

export function addResolveOptions(command: Command): Command {
  return addResolvingOptions(command)
    .addOption(
      new Option(
        "--plan",
        "plan the fixes of what fails by your package indexes, also where all is pinned (default: where one is named here, or asked anyway)",
      ),
    )
    .addOption(new Option("--no-plan", "leave fixes to what the advisories call fixed"))
    .addOption(
      new Option(
        "--fail-on-admitted",
        "fail what a declared range admits, though it would not be installed today",
      ),
    );
}

/** Whether it is, and to what. */
export function addResolvingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--resolve",
        "resolve what is not pinned at the default index, too (default: at those that your settings name)",
      ),
    )
    .addOption(new Option("--no-resolve", "leave what is not pinned as gaps"))
    .addOption(
      new Option(
        "--resolution <WHICH>",
        "the versions to resolve to: highest, lowest or lowest-direct (default: highest)",
      ).choices(["highest", "lowest", "lowest-direct"]),
    )
    .addOption(
      new Option(
        "--exclude-newer <DATE>",
        "resolve as if nothing had been uploaded since: 2025-06-30 or RFC 3339",
      ).argParser(parseDate),
    );
}

/** A day counts as a whole, as with uv: what was uploaded on it is there. */
function parseDate(text: string): string {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayAfter(text) : new Date(momentIn(text) ?? Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError("Give a day such as 2025-06-30, or a time by RFC 3339.");
  return moment.toISOString();
}

const MOMENT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

function momentIn(text: string): string | null {
  return MOMENT.test(text) ? text : null;
}

function dayAfter(text: string): Date {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return new Date(isDay ? day.getTime() + 86_400_000 : Number.NaN);
}
