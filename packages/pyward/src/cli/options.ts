import { InvalidArgumentError, Option, type Command } from "commander";
import { GAP_CODES, type GapCode, type SeverityLevel } from "../model/index.ts";
import { isValidName, normalizeName } from "../python/index.ts";
import type { AsOf } from "./as-of.ts";
import { parsePlatform, PLATFORM_NAMES, type AskedPlatform } from "./asked-platform.ts";
import { addAsOf, addOwnAdvisories } from "./data-options.ts";
import { addFeedOptions, type FeedOptions } from "./feed-options.ts";
import { addOnDisagreement, type DisagreementOption } from "./disagreement-option.ts";
import { everydayOption, offering } from "./help.ts";
import { addIndexOptions, type IndexOptions } from "./index-options.ts";
import type { OwnOption } from "./own-advisories.ts";
import { BILL_FORMATS, FORMATS, parseFormat, type OutputRequest } from "./output-request.ts";
import { addResolveOptions, type ResolveOptions } from "./resolve-options.ts";
import { addSignalOptions, type SignalOptions } from "./signal-options.ts";

/** The options that `audit` and `env` share, as commander hands them over. */
export interface AuditOptions
  extends IndexOptions, ResolveOptions, FeedOptions, DisagreementOption, OwnOption, SignalOptions {
  readonly format: readonly OutputRequest[];
  readonly output?: string;
  readonly python: readonly string[];
  readonly platform: readonly AskedPlatform[];
  readonly offline?: true;
  readonly database?: string;
  readonly distroData: readonly string[];
  readonly maxDbAge: number;
  readonly failOn?: SeverityLevel;
  readonly unknownSeverity: "fail" | "warn" | "pass";
  readonly ignore: readonly { readonly id: string; readonly reason: string | null }[];
  readonly baseline?: string;
  readonly disclosed?: "fail" | "pass";
  readonly strict?: true;
  readonly failOnUnverified?: true;
  readonly allowGaps?: "all" | readonly GapCode[];
  readonly exitZero?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: "auto" | "always" | "never";
  readonly progress: boolean;
  readonly failOnExploited?: true;
  /** `--config FILE`; false: `--no-config`. */
  readonly config?: string | false;
  readonly showConfig?: true;
  readonly configRev?: string;
  readonly asOf?: AsOf;
}

const LEVELS = ["critical", "high", "medium", "low", "none"] as const satisfies readonly SeverityLevel[];

/** Adds what `audit` and `env` share. An option stands here once it does something, never before. */
export function addAuditOptions(command: Command): Command {
  return addBaselineOptions(addJudgingOptions(command));
}

/** The same without a baseline: `diff` has its base. */
export const addJudgingOptions = (command: Command): Command => addAskingOptions(addOutputOptions(command));

/** For what, by which policy, data and configuration; not where it is shown. */
export function addAskingOptions(command: Command): Command {
  return addConfigOptions(addDataOptions(addPolicyOptions(addTargetOptions(command))));
}

/** Which configuration says how to read. */
export function addConfigFileOptions(command: Command): Command {
  return command
    .addOption(new Option("--config <FILE>", "this configuration, in place of all that would be found"))
    .addOption(new Option("--no-config", "no configuration").default(undefined));
}

function addConfigOptions(command: Command): Command {
  return addConfigFileOptions(command)
    .addOption(
      new Option(
        "--config-rev <REVISION>",
        "the configuration of this commit, such as origin/main; what the files here would loosen is noted",
      ),
    )
    .addOption(new Option("--show-config", "what is set and where, in place of an audit; JSON with -f json"));
}

function addBaselineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--baseline <FILE|REF>",
        "what this saved JSON report, or this commit, has besides does not fail",
      ),
    )
    .addOption(disclosedOption("fail"));
}

/** What news of unchanged dependencies does. */
export function disclosedOption(usual: "fail" | "pass"): Option {
  return new Option(
    "--disclosed <WHAT>",
    `news of unchanged packages: fail or pass (default: ${usual})`,
  ).choices(["fail", "pass"]);
}

/** Where and how a result is shown. */
export function addOutputOptions(command: Command): Command {
  return addViewOptions(addReportOptions(command, FORMATS, "table"));
}

/** Where a bill of materials goes, and in which format. */
export function addBillOutputOptions(command: Command): Command {
  return addReportOptions(command, BILL_FORMATS, "cyclonedx-json")
    .addOption(new Option("-q, --quiet", "no progress, and nothing about gaps"))
    .addOption(new Option("--no-progress", "no progress on a terminal"));
}

function addReportOptions(command: Command, formats: readonly string[], usual: string): Command {
  const shown = formats.length > 6 ? "table, json, sarif, markdown and more" : formats.join(", ");
  return command
    .addOption(
      everydayOption(
        offering(
          new Option(
            "-f, --format <F[:FILE]>",
            `${formats.join(", ")} (default: ${usual}), where it has versions as F@VERSION; several may be asked for`,
          ),
          formats,
        )
          .argParser(collect((text) => parseFormat(text, formats)))
          .default([], usual),
        `${shown} (default: ${usual}); several may do`,
      ),
    )
    .addOption(everydayOption(new Option("-o, --output <FILE>", "write the report there")));
}

/** How much is said, and in which colours. */
export function addViewOptions(command: Command): Command {
  return command
    .addOption(
      new Option("-q, --quiet", "no progress, and no table where nothing fails").conflicts("verbose"),
    )
    .addOption(everydayOption(new Option("-v, --verbose", "every finding and expected gap in full")))
    .addOption(
      new Option("--color <WHEN>", "auto, always or never (default: auto)")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .addOption(new Option("--no-progress", "no progress on a terminal"));
}

/** For which Pythons and systems. */
export function addTargetOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--python <VERSION>", "audit for this Python, such as 3.12 (repeatable; default: every one)")
        .argParser(collect(parsePython))
        .default([], "every one"),
    )
    .addOption(
      offering(
        new Option(
          "--platform <NAME>",
          "linux, macos or windows; of an image also linux/arm64 (repeatable; default: every one)",
        ),
        PLATFORM_NAMES,
      )
        .argParser(collect(parsePlatform))
        .default([], "every one"),
    );
}

/** What the exit code depends on besides findings. */
export function addOutcomeOptions(command: Command): Command {
  return command
    .addOption(
      offering(
        new Option("--allow-gaps <[=CODE,…]>", "gaps (of these codes) make no run incomplete"),
        Object.keys(GAP_CODES),
      ).argParser(parseGapCodes),
    )
    .addOption(everydayOption(new Option("--exit-zero", "exit 0 whatever is found")));
}

function addPolicyOptions(command: Command): Command {
  return addSignalOptions(addSeverityOptions(addOnDisagreement(addOutcomeOptions(command))));
}

function addSeverityOptions(command: Command): Command {
  return command
    .addOption(
      everydayOption(
        new Option("--fail-on <LEVEL>", "critical, high, medium, low or none (default: any)").choices(LEVELS),
      ),
    )
    .addOption(
      new Option(
        "--unknown-severity <WHAT>",
        "what one without a score does: fail, warn or pass (default: fail)",
      )
        .choices(["fail", "warn", "pass"])
        .default("fail"),
    )
    .addOption(
      everydayOption(
        new Option("--ignore <ID[=REASON]>", "waive a finding by its id or any alias")
          .argParser(collect(parseIgnore))
          .default([], "none"),
      ),
    )
    .addOption(everydayOption(new Option("--strict", "fail what is undecided, count damaged advisories")))
    .addOption(
      new Option(
        "--fail-on-unverified",
        "fail what a package of dpkg, rpm or apk has, and is not known to have fixed",
      ),
    )
    .addOption(
      new Option(
        "--fail-on-exploited",
        "fail what is known to be exploited, whatever its severity and scope",
      ),
    );
}

/** Which advisories are asked, and whether a network is used for more. */
function addDataOptions(command: Command): Command {
  return addFeedOptions(addResolveOptions(addIndexOptions(addOwnAdvisories(addAsOf(command)))))
    .addOption(
      everydayOption(new Option("--database <PATH>", "use this index, OSV zip or folder of records")),
    )
    .addOption(
      new Option(
        "--distro-data <PATH>",
        "OSV zip or folder of the distribution, for its own packages (repeatable)",
      )
        .argParser(collect((path) => path))
        .default([], "none"),
    )
    .addOption(
      new Option("--max-db-age <DAYS>", "data older than this is a gap (default: 180)")
        .argParser(parseDays)
        .default(180),
    )
    .addOption(offlineOption());
}

export function offlineOption(): Option {
  return new Option("--offline", "use no network: neither for images nor to ask an index");
}

/** What is looked at in a folder, and what of a project is asked for; `audit` only. */
export interface DiscoveryOptions {
  readonly recurse: boolean;
  readonly exclude: readonly string[];
  readonly include: readonly string[];
  readonly environments?: true;
  readonly extra: readonly string[];
  readonly group: readonly string[];
  readonly dev: boolean;
}

/** Adds what decides which files and folders are looked at. */
export function addDiscoveryOptions(command: Command): Command {
  return command
    .addOption(new Option("--no-recurse", "leave the folders below PATH alone"))
    .addOption(
      new Option("--exclude <GLOB>", "leave these paths out, written as in .gitignore (repeatable)")
        .argParser(collect(parsePattern))
        .default([], "none"),
    )
    .addOption(
      new Option("--include <GLOB>", "take these in, whatever .gitignore and custom say (repeatable)")
        .argParser(collect(parsePattern))
        .default([], "none"),
    )
    .addOption(new Option("--environments", "audit environments beside the project's files, too"));
}

/** Adds what decides which scopes of a project are asked for. */
export function addSelectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--extra <NAME>", "of the extras only this one (repeatable; default: all)")
        .argParser(collect(parseChoice))
        .default([], "all"),
    )
    .addOption(
      new Option("--group <NAME>", "of the dependency groups only this one (repeatable; default: all)")
        .argParser(collect(parseChoice))
        .default([], "all"),
    )
    .addOption(new Option("--no-dev", "no dependency groups, such as dev and test, save those of --group"));
}

function collect<T>(
  parse: (text: string) => T,
): (text: string, known: readonly T[] | undefined) => readonly T[] {
  return (text, known) => [...(known ?? []), parse(text)];
}

function parsePython(text: string): string {
  if (!/^[1-9]\d?\.\d{1,3}(?:\.\d{1,3})?$/.test(text))
    throw new InvalidArgumentError("Give a version such as 3.12.");
  return text;
}

function parseIgnore(text: string): { id: string; reason: string | null } {
  const at = text.indexOf("=");
  const id = (at === -1 ? text : text.slice(0, at)).trim();
  if (id === "") throw new InvalidArgumentError("An id is missing, such as CVE-2020-14343.");
  return { id, reason: at === -1 ? null : text.slice(at + 1).trim() || null };
}

/** What `--allow-gaps` without a code stands for. */
export const EVERY_GAP = "all";

function parseGapCodes(text: string): "all" | readonly GapCode[] {
  if (text === EVERY_GAP) return EVERY_GAP;
  return text.split(",").map((code) => {
    const known = Object.keys(GAP_CODES).find((candidate): candidate is GapCode => candidate === code.trim());
    if (known === undefined)
      throw new InvalidArgumentError(`The codes are ${Object.keys(GAP_CODES).join(", ")}.`);
    return known;
  });
}

function parseChoice(text: string): string {
  if (!isValidName(text)) throw new InvalidArgumentError("Give the name of an extra or a group.");
  return normalizeName(text);
}

function parsePattern(text: string): string {
  if (/^[/!]*$/.test(text)) throw new InvalidArgumentError("Give a path or a pattern such as 'legacy/**'.");
  return text;
}

function parseDays(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("Give a whole number of days.");
  return Number(text);
}
