import type { Report } from "../../model/index.ts";
import type { Reporter, View } from "../shared/reporter.ts";
import { columnsFor } from "./finding-lines.ts";
import { gapSections } from "./gap-sections.ts";
import { groupFindings } from "../shared/group-findings.ts";
import { groupLines, listingOf } from "./group-lines.ts";
import { meta } from "./meta.ts";
import { blank, type Line, paint, piece } from "./pieces.ts";
import { summaryLines } from "./summary-lines.ts";
import { hangWrapped } from "./wrap.ts";

/** Narrower terminals get lines of this width all the same. */
const NARROWEST = 24;
/** Longer lines are hard to read, however wide the terminal. */
const WIDEST = 160;

/** The output for people: findings by package, worst first, what to do, what could not be audited, how it stands. */
export const table: Reporter = { meta, render };

function render(report: Report, view: View): string {
  const fitted = { ...view, width: Math.min(WIDEST, Math.max(NARROWEST, Math.trunc(view.width) || 80)) };
  const listings = groupFindings(report).map((group) => listingOf(group, fitted.verbose));
  const columns = columnsFor(
    listings.flatMap(({ rows }) => rows),
    fitted.width,
  );
  const painted = (lines: readonly Line[]): string => paint(lines, fitted.color);
  const sections = [
    ...listings.map((listing) => painted(groupLines(listing, columns, fitted))),
    ...gapSections(report.gaps, fitted).map(painted),
    painted(noteLines(report.notes, fitted.width)),
    painted(summaryLines(report, fitted)),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function noteLines(notes: readonly string[], width: number): readonly Line[] {
  if (notes.length === 0) return [];
  return [
    [piece("Notes", "bold")],
    ...notes.flatMap((note) => hangWrapped([blank(2)], [piece(note)], width)),
  ];
}
