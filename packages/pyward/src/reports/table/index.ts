import type { Report } from "../../model/index.ts";
import type { Reporter, View } from "../shared/reporter.ts";
import { columnsFor } from "./finding-lines.ts";
import { gapSections } from "./gap-sections.ts";
import { groupFindings } from "./group-findings.ts";
import { groupLines } from "./group-lines.ts";
import { meta } from "./meta.ts";
import { blank, type Line, paint, piece } from "./pieces.ts";
import { summaryLines } from "./summary-lines.ts";
import { hangWrapped } from "./wrap.ts";

/** Narrower terminals get lines of this width all the same. */
const NARROWEST = 24;
/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 160;
const EMPTY: Line = [];

/** The output for people: findings by package, worst first, what to do, what could not be audited, how it stands. */
export const table: Reporter = { meta, render };

function render(report: Report, view: View): string {
  const fitted = { ...view, width: Math.min(WIDEST, Math.max(NARROWEST, Math.trunc(view.width) || 80)) };
  const columns = columnsFor(report.findings, fitted.width);
  const sections = [
    ...groupFindings(report).map((group) => groupLines(group, columns, fitted)),
    ...gapSections(report.gaps, fitted),
    noteLines(report.notes, fitted.width),
    summaryLines(report, fitted),
  ];
  return paint(spaced(sections), view.color);
}

function noteLines(notes: readonly string[], width: number): readonly Line[] {
  if (notes.length === 0) return [];
  return [
    [piece("Notes", "bold")],
    ...notes.flatMap((note) => hangWrapped([blank(2)], [piece(note)], width)),
  ];
}

/** The sections with an empty line between them. */
function spaced(sections: readonly (readonly Line[])[]): readonly Line[] {
  const filled = sections.filter((section) => section.length > 0);
  return filled.flatMap((section, index) => (index === 0 ? section : [EMPTY].concat(section)));
}
