import { join } from "node:path";
import { applyEdits, recoverEdits } from "../apply-edits.ts";
import { nodeFileSet, userDataDirectory } from "../host/node/index.ts";
import type { FileSet } from "../host/index.ts";
import { PywardError, type FixReport, type ReportFinding } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import { planFixes, type FixRequest, type PlannedFixes } from "../plan-fixes.ts";
import type { AuditRoot } from "../read-projects.ts";
import { chooseFindings } from "./choose-findings.ts";
import { fixMarkdown } from "./fix-markdown.ts";
import type { FixFormat, FixOptions } from "./fix-options.ts";
import { fixText, type FixView } from "./fix-text.ts";
import { outcomeWords } from "./fix-words.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";
import { hasColor } from "./output.ts";
import { namedIndexes } from "./package-indexes.ts";
import { requestOf, type RunSettings } from "./request-of.ts";
import { writeReportFile } from "./write-report-file.ts";

export interface FixSettings extends RunSettings {
  readonly options: FixOptions;
  readonly format: FixFormat;
}

/** One fix from options to written files and output; gives the exit code. */
export async function runFix(
  rootsOf: () => Promise<readonly AuditRoot[]>,
  settings: FixSettings,
  io: Io,
): Promise<number> {
  if (settings.shown !== undefined) {
    io.stdout.write(settings.shown);
    return 0;
  }
  const { options } = settings;
  const audit = await requestOf(rootsOf, settings, io);
  const recovered = audit.roots.flatMap(({ place }) =>
    place === undefined ? [] : recoverEdits(fileSetAt(place, io)),
  );
  recovered.forEach((sentence) => io.stderr.write(`pyward: ${sentence}\n`));
  const request = fixRequest(settings, audit, io);
  const first = await planFixes(request);
  const isAsking = options.yes !== true && options.dryRun !== true && isTerminal(io);
  // Who chooses sees what is planned before, and what came of it afterwards.
  const isSeen = isAsking && first.files.length > 0 && settings.format === "text";
  if (isSeen) io.stdout.write(fixText(first.report, { ...viewOf(settings, io, false), isAsking: true }));
  const planned = isAsking ? await chosenBy(first, request, io) : first;
  const isWritten = planned !== null && planned.files.length > 0 && (options.yes === true || isAsking);
  if (isWritten) write(planned, io);
  const report = { ...(planned ?? first).report, isWritten };
  if (isSeen && planned === null) io.stdout.write("Nothing was written.\n");
  else if (isSeen && planned === first) io.stdout.write(`${neutralise(outcomeWords(report))}\n`);
  else show(report, settings, io);
  return options.exitZero === true ? 0 : report.exitCode;
}

function fixRequest({ options }: FixSettings, audit: FixRequest["audit"], io: Io): FixRequest {
  const audited = audit.roots.flatMap(({ place }) => place ?? []);
  const isAlone = options.resolve === false || options.plan === false || options.offline === true;
  return {
    audit,
    choose: chosenOnly(options.only),
    withAdmitted: options.admitted === true,
    level: options.level,
    mayDowngrade: options.downgrade === true,
    constraints: options.constraint,
    excludeNewer: options.excludeNewer ?? null,
    prefer: options.prefer ?? null,
    indexes: isAlone ? null : namedIndexes(options, audited, io),
  };
}

/** By id, alias or package. */
function chosenOnly(only: readonly string[]): (finding: ReportFinding) => boolean {
  if (only.length === 0) return () => true;
  const wanted = new Set(only.map((text) => text.toUpperCase()));
  const names = new Set<string>(only.map(normalizeName));
  return (finding) =>
    names.has(finding.package) || [finding.id, ...finding.aliases].some((id) => wanted.has(id.toUpperCase()));
}

function isTerminal({ stdout }: Io): boolean {
  return stdout.isTerminal && process.stdin.isTTY;
}

/** Null: nothing is to be written. */
async function chosenBy(first: PlannedFixes, request: FixRequest, io: Io): Promise<PlannedFixes | null> {
  if (first.files.length === 0) return null;
  const answer = await chooseFindings(first.chosen, io);
  if (answer === null) return null;
  if (answer.size === first.chosen.length) return first;
  return planFixes({ ...request, choose: ({ fingerprint }) => answer.has(fingerprint) }, first.before);
}

/** Journals lie with the user's own data, never in what is audited. */
function fileSetAt(root: string, io: Io): FileSet {
  const folder = userDataDirectory(io.environment, io.platform);
  return nodeFileSet({ root, journals: folder === null ? null : join(folder, "journals") });
}

function write({ files }: PlannedFixes, io: Io): void {
  for (const { root, files: edited } of files) {
    if (root.place === undefined)
      throw new PywardError("cannot-write", "what was read does not lie in a folder of this machine");
    applyEdits(fileSetAt(root.place, io), edited);
  }
}

function isFile({ output }: FixOptions): boolean {
  return output !== undefined && output !== "-";
}

function colorOf({ options }: FixSettings, io: Io): boolean {
  return hasColor(!isFile(options) && io.stdout.isTerminal, options.color, io);
}

/** Longer lines are hard to read, and a pipe has none. */
const WIDEST = 100;

function viewOf(settings: FixSettings, io: Io, isDryRun: boolean): FixView {
  const columns = isFile(settings.options) ? null : io.stdout.columns;
  return { color: colorOf(settings, io), isDryRun, width: Math.max(40, Math.min(WIDEST, columns ?? WIDEST)) };
}

function show(report: FixReport, settings: FixSettings, io: Io): void {
  const { options, format } = settings;
  const text = textOf(report, format, viewOf(settings, io, options.dryRun === true));
  if (isFile(options)) writeReportFile(options.output ?? "", text, io);
  else if (options.quiet !== true || report.status !== "clean") io.stdout.write(text);
}

function textOf(report: FixReport, format: FixFormat, view: FixView): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown":
      return fixMarkdown(report);
    case "text":
      return fixText(report, view);
    default:
      return format satisfies never;
  }
}
