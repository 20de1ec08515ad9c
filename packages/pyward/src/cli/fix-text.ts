import type {
  FixChange,
  FixedFinding,
  FixLeft,
  FixPart,
  FixRaise,
  FixReport,
  FixUnplanned,
} from "../model/index.ts";
import { SEVERITIES } from "../reports/shared/group-findings.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { type Line, paint, piece, type Piece } from "../reports/table/pieces.ts";
import { hangWrapped, indent, wrap } from "../reports/table/wrap.ts";
import { diffText } from "./fix-diff.ts";
import {
  basisWords,
  embargoWords,
  findingWords,
  jumpWords,
  outcomeWords,
  raiseWords,
  sharedReason,
  stepWords,
} from "./fix-words.ts";

/** How much room there is, and in which colours. */
export interface FixView {
  readonly color: boolean;
  /** The change itself is to be seen, too. */
  readonly isDryRun: boolean;
  /** A question follows: a lock's diff would push the plan off the screen. */
  readonly isAsking?: boolean;
  /** Columns. */
  readonly width: number;
}

/** A plan for people: what, why, what goes, what stays. */
export function fixText(report: FixReport, view: FixView): string {
  const { color, isDryRun, isAsking = false, width } = view;
  const parts = report.parts.map((part) => [...partLines(part, width), []]);
  const diffs = report.files.map(({ diff }) => diffText(diff, color));
  const isShown = !isAsking && (isDryRun || !report.isWritten);
  const isHint = !isAsking && !report.isWritten && !isDryRun && report.files.length > 0;
  return [
    ...parts.map((lines) => paint(lines, color)),
    paint(unplannedLines(report.unplanned, width), color),
    ...(isShown && diffs.length > 0 ? [...diffs, "\n"] : []),
    paint(wrap([piece(outcomeWords(report))], width), color),
    isHint ? "Nothing was written: --yes writes it.\n" : "",
  ].join("");
}

function partLines(part: FixPart, width: number): readonly Line[] {
  const { files, changes, raised, left, commands } = part;
  const shared = sharedReason(changes);
  const own = changes.filter((change) => !isBrought(change));
  const listed = own.map((change) => (shared === null ? change : { ...change, unedited: null }));
  return [
    [piece(files.join(", "), "bold")],
    ...listed.flatMap((change) => changeLines(change, width)),
    ...broughtLines(changes.filter(isBrought), width),
    ...raised.flatMap((one) => raisedLines(one, width)),
    ...left.flatMap((one) => leftLines(one, width)),
    ...(shared === null
      ? []
      : indent(2, [piece(`Nothing is edited for these: ${shared}.`, "yellow")], width)),
    ...indent(2, [piece(basisWords(part), "dim")], width),
    ...commandLines(commands),
  ];
}

/** A command stays on one line, to be copied. */
function commandLines(commands: FixPart["commands"]): readonly Line[] {
  if (commands.length === 0) return [];
  return [
    [piece("  To do by hand:")],
    ...commands.map((words) => [piece(`    ${words.map(shellWord).join(" ")}`, "blue")]),
  ];
}

function changeLines(change: FixChange, width: number): readonly Line[] {
  const { clears, because, outside, notesUrl, unedited } = change;
  const below = (text: string, style: Piece["style"] = "plain") => indent(6, [piece(text, style)], width);
  return [
    ...hangWrapped(
      [piece("  ")],
      [piece(stepWords(change), "bold"), piece(`  ${jumpWords(change)}`, "dim")],
      width,
    ),
    ...findingLines("clears", clears, width),
    ...because.flatMap((reason) => below(`because ${reason}`)),
    ...(outside === null ? [] : below(`outside of ${outside}, which the project asks for`)),
    ...(notesUrl === null ? [] : [[piece(`      ${notesUrl}`, "dim")]]),
    ...(unedited === null ? [] : below(`no edit: ${unedited}`, "yellow")),
  ];
}

/** More than these are counted; JSON has all. */
const LISTED = 6;

function findingLines(verb: string, findings: readonly FixedFinding[], width: number): readonly Line[] {
  const worst = findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const shown = worst.length > LISTED ? worst.slice(0, LISTED - 1) : worst;
  const more = worst.length - shown.length;
  return [
    ...shown.flatMap((one) => indent(6, [piece(`${verb} ${findingWords(one)}`)], width)),
    ...(more === 0 ? [] : [[piece(`      and ${more} more`)]]),
  ];
}

/** Nothing is written for it and nothing cleared by it: an installer brings it along. */
function isBrought({ from, clears, unedited }: FixChange): boolean {
  return from === null && clears.length === 0 && unedited !== null;
}

function broughtLines(changes: readonly FixChange[], width: number): readonly Line[] {
  if (changes.length === 0) return [];
  const names = changes.map(stepWords).join(", ");
  return indent(2, [piece(`Comes with them, unchanged in the files: ${names}.`)], width);
}

function raisedLines({ package: name, leavesOut, ...raise }: FixRaise, width: number): readonly Line[] {
  const { reason } = raise;
  return [
    [piece(`  ${name}`, "bold"), piece(`  ${raiseWords(raise)}`, reason === null ? "bold" : "yellow")],
    ...findingLines(raise.atLeast === null ? "admits" : "leaves out", leavesOut, width),
    ...(reason === null ? [] : indent(6, [piece(reason, "yellow")], width)),
  ];
}

function leftLines(left: FixLeft, width: number): readonly Line[] {
  const { package: name, version, findings, reasons } = left;
  const below = (text: string) => indent(6, [piece(text, "yellow")], width);
  return [
    [piece(`  ${name} ${version}`, "bold"), piece("  stays", "yellow")],
    ...findingLines("keeps", findings, width),
    ...reasons.flatMap(below),
    ...embargoWords(left).flatMap(below),
  ];
}

function unplannedLines(unplanned: readonly FixUnplanned[], width: number): readonly Line[] {
  if (unplanned.length === 0) return [];
  const lines = unplanned.flatMap(({ package: name, version, reason, findings }) => [
    ...indent(2, [piece(`${name} ${version}`, "bold"), piece(` ${reason}`, "yellow")], width),
    ...findingLines("keeps", findings, width),
  ]);
  return [[piece("Not planned", "bold")], ...lines, []];
}

/** As a POSIX shell takes it as one word. */
export function shellWord(word: string): string {
  const shown = neutralise(word);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
