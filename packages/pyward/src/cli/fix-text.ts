import type { FixChange, FixedFinding, FixLeft, FixPart, FixReport } from "../model/index.ts";
import { SEVERITIES } from "../reports/shared/group-findings.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { paint, piece } from "../reports/table/pieces.ts";
import { indent } from "../reports/table/wrap.ts";
import { basisWords, findingWords, jumpWords, outcomeWords, stepWords } from "./fix-words.ts";

interface View {
  readonly color: boolean;
  /** The change itself is to be seen, too. */
  readonly isDryRun: boolean;
}

/** A plan for people: what, why, what goes, what stays. */
export function fixText(report: FixReport, { color, isDryRun }: View): string {
  const parts = report.parts.flatMap((part) => partLines(part));
  const diffs = report.files.flatMap(({ diff }) => diffLines(diff, color));
  const isShown = isDryRun || !report.isWritten;
  return [
    ...parts,
    ...(isShown && diffs.length > 0 ? [...diffs, ""] : []),
    neutralise(outcomeWords(report)),
    ...(report.isWritten || isDryRun || report.files.length === 0
      ? []
      : ["Nothing was written: --yes writes it."]),
    "",
  ].join("\n");
}

function partLines(part: FixPart): readonly string[] {
  const { files, changes, left, commands } = part;
  return [
    files.map(neutralise).join(", "),
    ...changes.filter((change) => !isBrought(change)).flatMap(changeLines),
    ...broughtLines(changes.filter(isBrought)),
    ...left.flatMap(leftLines),
    `  ${neutralise(basisWords(part))}`,
    ...(commands.length === 0
      ? []
      : ["  To do by hand:", ...commands.map((words) => `    ${words.map(shellWord).join(" ")}`)]),
    "",
  ];
}

function changeLines(change: FixChange): readonly string[] {
  const { clears, because, outside, notesUrl, unedited } = change;
  return [
    `  ${neutralise(stepWords(change))}  ${jumpWords(change)}`,
    ...clearsLines(clears),
    ...because.map((reason) => `      because ${neutralise(reason)}`),
    ...(outside === null ? [] : [`      outside of ${neutralise(outside)}, which the project asks for`]),
    ...(notesUrl === null ? [] : [`      ${neutralise(notesUrl)}`]),
    ...(unedited === null ? [] : [`      no edit: ${neutralise(unedited)}`]),
  ];
}

/** More than these are counted; JSON has all. */
const LISTED = 6;

function clearsLines(clears: readonly FixedFinding[]): readonly string[] {
  const worst = clears.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const shown = worst.length > LISTED ? worst.slice(0, LISTED - 1) : worst;
  const more = worst.length - shown.length;
  return [
    ...shown.map((one) => `      clears ${neutralise(findingWords(one))}`),
    ...(more === 0 ? [] : [`      and ${more} more`]),
  ];
}

/** Nothing is written for it and nothing cleared by it: an installer brings it along. */
function isBrought({ from, clears, unedited }: FixChange): boolean {
  return from === null && clears.length === 0 && unedited !== null;
}

function broughtLines(changes: readonly FixChange[]): readonly string[] {
  if (changes.length === 0) return [];
  const names = changes.map(stepWords).join(", ");
  const text = `Comes with them, unchanged in the files: ${names}.`;
  return [paint(indent(2, [piece(text)], WIDTH), false).trimEnd()];
}

const WIDTH = 98;

function leftLines({ package: name, version, findings, reasons, embargoed }: FixLeft): readonly string[] {
  return [
    `  ${neutralise(`${name} ${version}`)}  stays`,
    ...findings.map((one) => `      keeps ${neutralise(findingWords(one))}`),
    ...reasons.map((reason) => `      ${neutralise(reason)}`),
    ...(embargoed === null
      ? []
      : [
          `      ${neutralise(embargoed.version)} would clear it: it was uploaded on ${neutralise(embargoed.uploadTime.slice(0, 10))}, later than --exclude-newer allows`,
        ]),
  ];
}

const COLORS: Readonly<Record<string, string>> = { "+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m" };

function diffLines(diff: string, color: boolean): readonly string[] {
  return diff
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      const shown = neutralise(line);
      const code = /^(?:\+\+\+|---) /.test(line) ? "\x1b[1m" : COLORS[line.charAt(0)];
      return color && code !== undefined ? `${code}${shown}\x1b[0m` : shown;
    });
}

/** As a POSIX shell takes it as one word. */
export function shellWord(word: string): string {
  const shown = neutralise(word);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
