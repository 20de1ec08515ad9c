import type { DependencyChange, GoneFinding, Report, ReportFinding } from "../../../model/index.ts";
import {
  baseText,
  beforeText,
  changeOf,
  changesText,
  circumstancesText,
  endText,
  gapsText,
  goneByRelease,
  movementText,
  type Change,
} from "../../shared/change.ts";
import { groupFindings, SEVERITIES, type Group } from "../../shared/group-findings.ts";
import type { View } from "../../shared/reporter.ts";
import { countBy, counted, listed, thousands } from "../../shared/wording.ts";
import { levelPiece } from "../finding-cells.ts";
import { columnsFor, type Columns } from "../finding-lines.ts";
import { gapSections } from "../gap-sections.ts";
import { groupLines, listingOf } from "../group-lines.ts";
import { blank, piece, type Line, type Piece, type Style } from "../pieces.ts";
import { flow, flowIndented, hangWrapped, indent } from "../wrap.ts";
import { changeSummary } from "./summary.ts";

/** Changes of dependencies that are listed unless all are asked for. */
const LISTED = 20;

type Section = readonly Line[];

/** A change for people: what it brings, what is still there, what is gone, and how it stands. */
export function changeSections(report: Report, view: View): readonly Section[] | null {
  const change = changeOf(report);
  if (change === null) return null;
  const context = { report, change, view };
  return [
    flow([[piece("Compared with", "bold"), piece(` ${baseText(change.comparison.base)}`)]], view.width),
    ...findingSections("New", "what the change brings", change.brought, context),
    ...findingSections("Disclosed since", "of what did not change", change.disclosed, context),
    ...findingSections(
      "New in the data",
      "disclosed before, of what did not change",
      change.backfilled,
      context,
    ),
    ...findingSections("Still there, and no longer excused", "", change.rearmed, context),
    ...keptSections(context),
    goneLines(piece("Gone", "green"), change.gone, view),
    goneLines(piece("No longer audited, so not known to be gone", "yellow"), change.lost, view),
    dependencyLines(context),
    ...gapSections(change.newGaps, view),
    gapLines(context),
    noteLines(report.notes, view.width),
    changeSummary(report, change, view),
  ];
}

interface Context {
  readonly report: Report;
  readonly change: Change;
  readonly view: View;
}

function title(head: Piece, facts: readonly string[], width: number): Section {
  return flow([[head], ...facts.filter((fact) => fact !== "").map((fact) => [piece(fact, "dim")])], width);
}

function findingSections(
  head: string,
  meaning: string,
  findings: readonly ReportFinding[],
  { report, change, view }: Context,
): readonly Section[] {
  if (findings.length === 0) return [];
  const listings = groupFindings({ ...report, findings }).map((group) => listingOf(group, view.verbose));
  const columns = columnsFor(
    listings.flatMap(({ rows }) => rows),
    view.width,
  );
  const style: Style = findings.some(({ verdict }) => verdict.status === "fail") ? "red" : "yellow";
  return [
    title(piece(head, style), [counted(findings.length, "finding"), meaning], view.width),
    ...listings.map((listing) => [
      ...groupLines(listing, columns satisfies Columns, view),
      ...beforeLines(change, listing.group, view.width),
    ]),
  ];
}

function beforeLines(change: Change, { findings }: Group, width: number): Section {
  const before = beforeText(change, findings);
  return before === null ? [] : indent(2, [piece(before, "dim")], width);
}

/** A line a package: it is no news. */
function keptSections(context: Context): readonly Section[] {
  const { report, change, view } = context;
  const { kept } = change;
  if (view.verbose) return findingSections("Still there", "", kept, context);
  if (kept.length === 0) return [];
  const lines = groupFindings({ ...report, findings: kept }).flatMap((group) => keptLines(group, view.width));
  return [[...title(piece("Still there", "bold"), [counted(kept.length, "finding")], view.width), ...lines]];
}

function keptLines({ package: name, version, project, findings }: Group, width: number): Section {
  const levels = countBy(findings, ({ severity }) => severity.level, SEVERITIES).map(([level, count]) => [
    piece(`${thousands(count)} `),
    levelPiece(level),
  ]);
  const place = project === null ? [] : [[piece(`in ${project}`, "dim")]];
  return flowIndented([[piece(`${name} ${version}`)], ...place, ...levels], { first: 2, others: 4 }, width);
}

function goneLines(head: Piece, gone: readonly GoneFinding[], view: View): Section {
  if (gone.length === 0) return [];
  const lines = goneByRelease(gone).flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const ids = listed(together.map(({ id }) => id));
    const items = [[piece(`${first.package} ${endText(first)}`)], [piece(ids, "dim")]];
    return flowIndented(items, { first: 2, others: 4 }, view.width);
  });
  return [...title(head, [counted(gone.length, "finding")], view.width), ...lines];
}

function dependencyLines({ report, change, view }: Context): Section {
  const { dependencies } = change.comparison;
  if (dependencies.length === 0) return [];
  const all = view.verbose || dependencies.length === LISTED + 1;
  const shown = all ? dependencies : dependencies.slice(0, LISTED);
  const more = dependencies.length - shown.length;
  const isOne = report.projects.length < 2;
  return [
    ...title(piece("Dependencies", "bold"), [changesText(dependencies)], view.width),
    ...shown.flatMap((dependency) => {
      const said = circumstancesText(dependency, isOne);
      const items = [[piece(dependencyText(dependency))], ...(said === "" ? [] : [[piece(said, "dim")]])];
      return flowIndented(items, { first: 2, others: 4 }, view.width);
    }),
    ...(more === 0
      ? []
      : indent(2, [piece(`… and ${thousands(more)} more (--verbose shows all)`, "dim")], view.width)),
  ];
}

const SIGNS: Readonly<Record<DependencyChange["kind"], string>> = {
  added: "+",
  removed: "-",
  upgraded: "~",
  downgraded: "~",
  changed: "~",
};

/** `+ slate 1.4`, `- brick 1.1`, `~ tile 1.4 → 1.5`. */
function dependencyText(dependency: DependencyChange): string {
  return `${SIGNS[dependency.kind]} ${dependency.name} ${movementText(dependency)}`;
}

function gapLines({ change, view }: Context): Section {
  const said = gapsText(change);
  return said === null ? [] : flow([[piece(said, "yellow")]], view.width);
}

function noteLines(notes: readonly string[], width: number): Section {
  if (notes.length === 0) return [];
  return [
    [piece("Notes", "bold")],
    ...notes.flatMap((note) => hangWrapped([blank(2)], [piece(note)], width)),
  ];
}
