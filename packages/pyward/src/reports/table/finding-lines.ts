import type { ReportFinding } from "../../model/index.ts";
import { type Cells, lowestCve, recordPiece } from "./finding-cells.ts";
import { marksOf } from "./marks.ts";
import { blank, lineWidth, type Line, partOf, type Piece, piece } from "./pieces.ts";
import { flowIndented, indent, wrap } from "./wrap.ts";

/** Where things stand, the same for all findings of a report, so that the eye can run down a column. */
export interface Columns {
  /** `line`: all on one; `double`: CVE, score and date go to a second; `stack`: one below the other. */
  readonly layout: "line" | "double" | "stack";
  readonly severity: number;
  /** Zero: not shown in a column. */
  readonly score: number;
  readonly id: number;
  readonly cve: number;
  readonly title: number;
  readonly fix: number;
}

const INDENT = 2;
const GAP = 2;
const DATE = 10;
/** Narrower titles break after every other word. */
const LEAST_TITLE = { line: 28, double: 18 };
/** A longer id or version is broken rather than given its width in every row. */
const WIDEST_CELL = 20;

/** A finding with what its row shows. */
export interface Row {
  readonly finding: ReportFinding;
  readonly cells: Cells;
}

/** The fullest layout for these rows that the width has room for. */
export function columnsFor(rows: readonly Row[], width: number): Columns {
  const widest = (cell: keyof Cells, most = WIDEST_CELL): number =>
    rows.reduce((widestYet, { cells }) => Math.max(widestYet, Math.min(most, cells[cell].width)), 0);
  const full = {
    severity: widest("severity"),
    score: widest("score"),
    id: widest("id"),
    cve: widest("cve"),
    fix: widest("fix"),
  };
  const title = widest("title", width);
  const { severity, id, cve, fix } = full;
  const rooms = [
    { layout: "line", ...full, room: width - taken([severity, full.score, id, cve, fix, DATE]) },
    { layout: "line", ...full, score: 0, room: width - taken([severity, id, cve, fix, DATE]) },
    { layout: "double", ...full, score: 0, cve: 0, room: width - taken([severity, id, fix]) },
  ] as const;
  const fitting = rooms.find(({ layout, room }) => room >= Math.min(title, LEAST_TITLE[layout]));
  if (fitting === undefined) return { layout: "stack", ...full, title };
  const { room, ...columns } = fitting;
  return { ...columns, title: Math.min(title, room) };
}

/** What indent, these cells and the gaps around them and the title take of the width. */
function taken(cells: readonly number[]): number {
  return cells.filter((cell) => cell > 0).reduce((sum, cell) => sum + cell + GAP, INDENT);
}

/** One finding in lines of at most `width`. */
export function findingLines(
  { finding, cells }: Row,
  columns: Columns,
  view: { readonly width: number; readonly verbose: boolean },
): readonly Line[] {
  const { layout, severity } = columns;
  const below = layout === "stack" ? INDENT + 2 : INDENT + severity + GAP;
  const at = { first: below, others: below };
  const head = layout === "stack" ? stackedHead(cells, view.width) : rowLines(cells, columns);
  const facts = layout === "line" ? [] : flowIndented(factsOf(cells, layout), at, view.width);
  const marks = flowIndented(marksOf(finding), at, view.width);
  return head.concat(facts, marks, view.verbose ? detailLines(finding, below, view.width) : []);
}

function rowLines(cells: Cells, columns: Columns): readonly Line[] {
  return onOneLine(cells, columns) ?? sideBySide(placed(cells, columns));
}

/** In the order of the row. */
const CELLS = [
  "severity",
  "score",
  "id",
  "cve",
  "title",
  "fix",
  "disclosed",
] as const satisfies readonly (keyof Cells)[];

function widthIn(columns: Columns, cell: (typeof CELLS)[number]): number {
  if (cell === "disclosed") return columns.layout === "line" ? DATE : 0;
  return columns[cell];
}

/** What `sideBySide` makes of cells that need no wrapping, as nearly all do. Null: one needs it. */
function onOneLine(cells: Cells, columns: Columns): readonly Line[] | null {
  const line: Piece[] = [blank(INDENT)];
  for (let at = 0; at < CELLS.length; at++) {
    const name = CELLS[at] ?? "title";
    const cell = cells[name];
    const width = widthIn(columns, name);
    if (width === 0) continue;
    if (cell.width > width) return null;
    line.push(cell, blank(width - cell.width + GAP));
  }
  return [line];
}

/** A cell and the width of its column. */
type Placed = readonly [Piece, number];

function placed(cells: Cells, columns: Columns): readonly Placed[] {
  return CELLS.map((name): Placed => [cells[name], widthIn(columns, name)]).filter(([, width]) => width > 0);
}

function sideBySide(cells: readonly Placed[]): readonly Line[] {
  const wrapped = cells.map(([cell, width]) => wrap([cell], width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  const rows: Line[] = [];
  for (let row = 0; row < height; row++) {
    const line: Piece[] = [blank(INDENT)];
    for (const [index, [, width]] of cells.entries()) {
      const part = wrapped[index]?.[row] ?? [];
      line.push(...part, blank(Math.max(0, width - lineWidth(part)) + GAP));
    }
    rows.push(line);
  }
  return rows;
}

function stackedHead({ severity, id, title }: Cells, width: number): readonly Line[] {
  return [...indent(INDENT, [severity, blank(1), id], width), ...indent(INDENT + 2, [title], width)];
}

/** What the row has no column for. */
function factsOf({ fix, cve, score, disclosed }: Cells, layout: "double" | "stack"): readonly Line[] {
  const facts = layout === "stack" && fix.width > 0 ? [[fix]] : [];
  if (cve.width > 0) facts.push([partOf(cve.text, "dim")]);
  if (score.width > 0) facts.push([piece(`CVSS ${score.text}`, "dim")]);
  if (disclosed.width > 0) facts.push([piece(`disclosed ${disclosed.text}`, "dim")]);
  return facts;
}

function detailLines(
  { id, aliases, records, url }: ReportFinding,
  below: number,
  width: number,
): readonly Line[] {
  const shown = [id, lowestCve(aliases)];
  const others = aliases.filter((alias) => !shown.includes(alias));
  return [
    ...(others.length === 0 ? [] : indent(below, [piece(`also ${others.join(", ")}`, "dim")], width)),
    ...records.flatMap((record) => indent(below, [partOf(recordPiece(record).text, "dim")], width)),
    ...indent(below, [piece(url, "dim")], width),
  ];
}
