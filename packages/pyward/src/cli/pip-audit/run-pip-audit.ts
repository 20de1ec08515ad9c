import { existsSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import {
  auditLikePipAudit,
  collectLikePipAudit,
  type Comparison,
  renderLikePipAudit,
  type Audited,
  type Collection,
  type Format,
  type Pinned,
  type PipAuditWish,
} from "../../audit-like-pip-audit.ts";
import type { AuditRoot } from "../../audit-root.ts";
import type { Progress } from "../../host/index.ts";
import { nodeTree } from "../../host/node/index.ts";
import { PywardError } from "../../model/index.ts";
import { environmentRoot, rootsOf } from "../audit-roots.ts";
import type { Io } from "../io.ts";
import { openDatabase } from "../open-database.ts";
import { progressFor } from "../progress.ts";
import { VERSION } from "../version.ts";
import { compare, DRY } from "./compare.ts";
import { Logger } from "./logger.ts";
import { parseArguments, type Given } from "./parse.ts";
import { readSettings, type Settings } from "./settings.ts";
import { helpText, usageText } from "./usage.ts";
import { writeReportFile } from "../write-report-file.ts";

/** pip-audit's answer to `--version`, with whose answer it is behind it. */
const IMITATED = "pip-audit 2.10.1";

/** `pyward pip-audit …`: gives the exit code. */
export async function runPipAudit(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(argv, io.environment);
  switch (parsed.kind) {
    case "help":
      io.stdout.write(helpText());
      return 0;
    case "version":
      io.stdout.write(`${IMITATED} (pyward ${VERSION})\n`);
      return 0;
    case "error":
      return usageError(parsed.message, io);
    case "given":
      return runGiven(parsed.given, io);
  }
}

function usageError(message: string, io: Io): number {
  io.stderr.write(usageText());
  Logger.plain(io, `pip-audit: error: ${message}`);
  return 2;
}

async function runGiven(given: Given, io: Io): Promise<number> {
  const settings = readSettings(given);
  if (settings.kind === "error") return usageError(settings.message, io);
  const log = new Logger(io, settings.verbosity);
  settings.warnings.forEach((line) => log.write(line));
  try {
    return await audit(settings, log, io);
  } catch (error) {
    // pip-audit ends with 1 wherever it cannot go on.
    if (!(error instanceof PywardError)) throw error;
    return log.fatal(error.hint === null ? error.message : `${error.message}: ${error.hint}`);
  }
}

async function audit(settings: Settings, log: Logger, io: Io): Promise<number> {
  const progress = progressFor({ progress: settings.spinner }, io);
  progress.step("collecting dependencies");
  const wish = await wishOf({ settings, progress }, io);
  if (wish.kind === "fatal") return log.fatal(wish.message);
  const collection = await collectLikePipAudit(wish.wish);
  progress.step("comparing with the advisories");
  for (const line of collection.log) {
    if (!(settings.local && line.text.includes("include-system-site-packages"))) log.write(line);
  }
  const now = io.now();
  const database = await openDatabase(settings.database, io, now);
  const compared = settings.dryRun
    ? DRY
    : await compare({ wish: wish.wish, collection, database, now }, settings, io);
  progress.stop();
  if (compared.kind === "fatal") {
    compared.lines.forEach((text) => log.fatal(text));
    return 1;
  }
  const answered = answer(collection, { settings, comparisonOf: compared.comparisonOf, log });
  if (answered.kind === "fatal") return log.fatal(answered.message);
  compared.lines.forEach((line) => log.write(line));
  print(answered.audited, settings, io);
  const open = collection.entries.filter(({ kind }) => kind === "unresolved").length;
  if (open > 0) log.fatal(`${open} ${open === 1 ? "requirement" : "requirements"} could not be audited`);
  const isVulnerable = answered.audited.rows.some((row) => row.kind === "audited" && row.vulns.length > 0);
  return isVulnerable || open > 0 || compared.isTooOld ? 1 : 0;
}

interface Tools {
  readonly settings: Settings;
  readonly comparisonOf: (pinned: Pinned) => Comparison;
  readonly log: Logger;
}

type Answered =
  | { readonly kind: "answered"; readonly audited: Audited }
  | { readonly kind: "fatal"; readonly message: string };

function answer(collection: Collection, { settings, comparisonOf, log }: Tools): Answered {
  if (settings.dryRun) {
    for (const entry of collection.entries) if (entry.kind === "fatal") return entry;
    const text = `Dry run: would have audited ${collection.entries.length} packages`;
    log.write({ level: "INFO", logger: "pip_audit._audit", text });
    return { kind: "answered", audited: { rows: [], ignored: 0 } };
  }
  const { ignore, strict } = settings;
  const result = auditLikePipAudit(collection, { comparisonOf, ignore, strict });
  if (result.kind === "fatal") return result;
  for (const row of result.audited.rows) {
    const text =
      row.kind === "audited" ? `Auditing ${row.name} (${row.version})` : `${row.name}: ${row.reason}`;
    log.write({ level: "DEBUG", logger: "pip_audit._cli", text });
  }
  result.log.forEach((line) => log.write(line));
  return { kind: "answered", audited: result.audited };
}

function print(audited: Audited, settings: Settings, io: Io): void {
  const { format, output } = settings;
  const { summary, report } = renderLikePipAudit(audited, format, {
    aliases: isOn(settings.aliases, format),
    descriptions: isOn(settings.descriptions, format),
    links: output === null && io.stdout.isTerminal,
    now: io.now(),
  });
  io.stderr.write(`${summary}\n`);
  if (report === "") return;
  if (output === null) io.stdout.write(report);
  else writeReportFile(output, report, io);
}

/** `auto` is on for JSON only. */
function isOn(wish: Settings["aliases"], format: Format): boolean {
  return wish === "auto" ? format === "json" : wish === "on";
}

type Wish =
  | { readonly kind: "wish"; readonly wish: PipAuditWish }
  | { readonly kind: "fatal"; readonly message: string };

interface Wishing {
  readonly settings: Settings;
  readonly progress: Progress;
}

async function wishOf({ settings, progress }: Wishing, io: Io): Promise<Wish> {
  const { mode } = settings;
  switch (mode.kind) {
    case "environment":
      return environmentWish(settings, io);
    case "requirements":
      return requirementsWish({ settings, progress }, mode.files, io);
    case "project":
    case "locked": {
      const path = resolve(io.cwd, mode.path);
      const shown = posixPath(mode.path);
      if (!existsSync(path) || !statSync(path).isDirectory())
        return mode.kind === "locked"
          ? { kind: "fatal", message: `no lockfiles found in ${shown}` }
          : { kind: "fatal", message: `couldn't find a supported project file in ${shown}` };
      const tree = nodeTree(realpathSync(path));
      const howIn = resolvingFor({ settings, progress }, io);
      return mode.kind === "locked"
        ? { kind: "wish", wish: { mode: "locked", tree, shown } }
        : { kind: "wish", wish: { mode: "project", tree, shown, how: howIn([path]) } };
    }
  }
}

/** The paths that are named, else the Python that `PIPAPI_PYTHON_LOCATION` names, else the active environment. */
async function environmentWish({ paths, local, skipEditable }: Settings, io: Io): Promise<Wish> {
  if (local && paths.length > 0) {
    Logger.plain(io, "ERROR: Cannot combine '--path' with '--user' or '--local'"); // pip's own words
    return { kind: "fatal", message: "failed to list installed distributions" };
  }
  const python = io.environment["PIPAPI_PYTHON_LOCATION"];
  const named = paths.length > 0 ? paths : [python === undefined || python === "" ? null : python];
  const roots = [];
  for (const path of named) roots.push(await environmentRoot(path, io));
  return { kind: "wish", wish: { mode: "environment", roots, skipEditable } };
}

/** What resolves is loaded where something is to be. */
function resolvingFor(wishing: Wishing, io: Io) {
  return (audited: readonly string[]) => async () => {
    const { pipResolving } = await import("./resolving.ts");
    return pipResolving({ ...wishing, audited }, io);
  };
}

async function requirementsWish(
  { settings, progress }: Wishing,
  files: readonly string[],
  io: Io,
): Promise<Wish> {
  const given = [];
  for (const file of files) {
    const path = resolve(io.cwd, file);
    if (file !== "-" && (!existsSync(path) || statSync(path).isDirectory()))
      return { kind: "fatal", message: `invalid requirements input: ${posixPath(file)}` };
    const [root] = await rootsOf({ paths: [], requirements: [file], root: null }, io);
    if (root !== undefined) given.push({ root, shown: posixPath(file) });
  }
  const { targets, requireHashes, skipEditable, noDeps } = settings;
  const howIn = resolvingFor({ settings, progress }, io);
  return settings.disablePip
    ? {
        kind: "wish",
        wish: {
          mode: "pre-resolved",
          files: given,
          settings: { requireHashes, skipEditable, noDeps, targets },
        },
      }
    : { kind: "wish", wish: { mode: "requirements", files: given, how: howIn(placesOf(given)) } };
}

function placesOf(files: readonly { readonly root: AuditRoot }[]): readonly string[] {
  return files.flatMap(({ root }) => root.place ?? []);
}

/** As Python's `PurePosixPath` shows a path. */
function posixPath(path: string): string {
  const parts = path.split("/").filter((part, at) => part !== "." && (part !== "" || at === 0));
  const joined = parts.join("/");
  return joined === "" ? (path.startsWith("/") ? "/" : ".") : joined;
}
