import { compareText, GAP_CODES, type GapCode, type ReportGap } from "../../model/index.ts";
import type { View } from "../shared/reporter.ts";
import { blank, type Line, type Piece, piece } from "./pieces.ts";
import { counted, listed, place, thousands } from "../shared/wording.ts";
import { flow, flowIndented, hangWrapped, indent, wrap } from "./wrap.ts";

/** Gaps of one code that are listed unless all are asked for. */
const LISTED = 10;

/** What could not be audited: the surprises by code, and the expected ones counted or, where all is asked for, listed. */
export function gapSections(gaps: readonly ReportGap[], view: View): readonly (readonly Line[])[] {
  const surprises = gaps.filter(({ expected }) => !expected);
  const expected = gaps.filter((gap) => gap.expected);
  return [
    listLines(piece("Not audited", "yellow"), surprises, view),
    view.verbose
      ? listLines(piece("Not audited, as expected", "bold"), expected, view)
      : countLines(expected, view.width),
  ];
}

function listLines(title: Piece, gaps: readonly ReportGap[], view: View): readonly Line[] {
  if (gaps.length === 0) return [];
  return [
    ...flow([[title], [piece(counted(gaps.length, "gap"), "dim")]], view.width),
    ...byCode(gaps).flatMap(([code, members]) => codeLines(code, members, view)),
  ];
}

/** The codes by name, each with its gaps in the order of the report. */
function byCode(gaps: readonly ReportGap[]): readonly (readonly [GapCode, readonly ReportGap[]])[] {
  return [...Map.groupBy(gaps, ({ code }) => code)].toSorted(([a], [b]) => compareText(a, b));
}

function codeLines(code: GapCode, gaps: readonly ReportGap[], { width, verbose }: View): readonly Line[] {
  const shown = verbose || gaps.length === LISTED + 1 ? gaps : gaps.slice(0, LISTED);
  const shared = gaps.length > 1 && gaps.every(({ reason }) => reason === gaps[0]?.reason);
  const meaning = shared ? (gaps[0]?.reason ?? "") : GAP_CODES[code];
  const more = gaps.length - shown.length;
  return [
    ...hangWrapped([blank(2)], [piece(code, "bold"), piece(` · ${meaning}`, "dim")], width),
    ...shown.flatMap((gap) => flowIndented(gapItems(gap, shared), { first: 4, others: 6 }, width)),
    ...(more === 0
      ? []
      : indent(4, [piece(`… and ${thousands(more)} more (--verbose shows all)`, "dim")], width)),
  ];
}

/** `requests · requirements.txt:4 · the reason`, without what is not known. */
function gapItems(gap: ReportGap, reasonIsShared: boolean): readonly Line[] {
  return [
    ...(gap.name === null ? [] : [[piece(gap.name)]]),
    ...(gap.advisory === null ? [] : [[piece(gap.advisory)]]),
    ...(gap.origin === null ? [] : [[piece(place(gap.origin))]]),
    ...(reasonIsShared ? [] : [[piece(gap.reason)]]),
  ];
}

function countLines(expected: readonly ReportGap[], width: number): readonly Line[] {
  if (expected.length === 0) return [];
  const codes = byCode(expected).map(([code, members]) => `${thousands(members.length)} ${code}`);
  const text = `${counted(expected.length, "expected gap")}: ${listed(codes)} (--verbose shows all)`;
  return wrap([piece(text, "dim")], width);
}
