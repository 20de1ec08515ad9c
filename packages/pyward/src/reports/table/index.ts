import type { Report } from "../../model/index.ts";
import type { Reporter, View } from "../shared/reporter.ts";
import { admittedSection } from "./admitted-section.ts";
import { columnsFor } from "./finding-lines.ts";
import { gapSections } from "./gap-sections.ts";
import { groupFindings } from "../shared/group-findings.ts";
import { isAdmitted } from "../shared/headline.ts";
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
export const table: Reporter = { meta, render, ofChange };

/** Loaded where a change is shown: an audit does without. */
async function ofChange(): Promise<Reporter> {
  const { changeSections } = await import("./change/index.ts");
  return {
    meta,
    render: (report, view) => {
      const sections = changeSections(report, fit(view));
      return sections === null ? render(report, view) : joined(painted(sections, view));
    },
  };
}

function fit(view: View): View {
  return { ...view, width: Math.min(WIDEST, Math.max(NARROWEST, Math.trunc(view.width) || 80)) };
}

function painted(sections: readonly (readonly Line[])[], { color }: View): readonly string[] {
  return sections.map((lines) => paint(lines, color));
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n");
}

function render(report: Report, view: View): string {
  const fitted = fit(view);
  const listed = fitted.verbose
    ? report
    : { ...report, findings: report.findings.filter((finding) => !isAdmitted(finding)) };
  const listings = groupFindings(listed).map((group) => listingOf(group, fitted.verbose));
  const columns = columnsFor(
    listings.flatMap(({ rows }) => rows),
    fitted.width,
  );
  const others = [
    ...(fitted.verbose ? [] : [admittedSection(report, fitted.width)]),
    ...gapSections(report.gaps, fitted),
    noteLines(report.notes, fitted.width),
    summaryLines(report, fitted),
  ];
  return joined([
    // One by one: lines that are painted at once are cheap to forget, and ten thousand kept ones are not.
    ...listings.map((listing) => paint(groupLines(listing, columns, fitted), fitted.color)),
    ...painted(others, fitted),
  ]);
}

function noteLines(notes: readonly string[], width: number): readonly Line[] {
  if (notes.length === 0) return [];
  return [
    [piece("Notes", "bold")],
    ...notes.flatMap((note) => hangWrapped([blank(2)], [piece(note)], width)),
  ];
}
