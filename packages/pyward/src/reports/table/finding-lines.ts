import type { ReportFinding } from "../../model/index.ts";
import { cveText, fixPiece, recordPiece, scoreText, severityPiece, titlePiece } from "./finding-cells.ts";
import { marksOf } from "./marks.ts";
import { blank, lineWidth, type Line, type Piece, piece } from "./pieces.ts";
import { day } from "./wording.ts";
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

/** The fullest layout that the width has room for. */
export function columnsFor(findings: readonly ReportFinding[], width: number): Columns {
  const widest = (cell: (finding: ReportFinding) => Piece, most = WIDEST_CELL): number =>
    findings.reduce((widestYet, finding) => Math.max(widestYet, Math.min(most, cell(finding).width)), 0);
  const full = {
    severity: widest(severityPiece),
    score: widest((finding) => piece(scoreText(finding))),
    id: widest((finding) => piece(finding.id)),
    cve: widest((finding) => piece(cveText(finding))),
    fix: widest(fixPiece),
  };
  const title = widest(titlePiece, width);
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
  finding: ReportFinding,
  columns: Columns,
  view: { readonly width: number; readonly verbose: boolean },
): readonly Line[] {
  const { layout, severity } = columns;
  const below = layout === "stack" ? INDENT + 2 : INDENT + severity + GAP;
  const facts = layout === "line" ? [] : factsOf(finding, layout);
  return [
    ...(layout === "stack" ? stackedHead(finding, view.width) : rowOf(finding, columns)),
    ...flowIndented(facts, { first: below, others: below }, view.width),
    ...flowIndented(marksOf(finding), { first: below, others: below }, view.width),
    ...(view.verbose ? detailLines(finding, below, view.width) : []),
  ];
}

function rowOf(finding: ReportFinding, columns: Columns): readonly Line[] {
  const date = columns.layout === "line" ? piece(disclosedDay(finding), "dim") : null;
  return sideBySide([
    { content: severityPiece(finding), width: columns.severity },
    { content: piece(scoreText(finding)), width: columns.score },
    { content: piece(finding.id, "bold"), width: columns.id },
    { content: piece(cveText(finding)), width: columns.cve },
    { content: titlePiece(finding), width: columns.title },
    { content: fixPiece(finding), width: columns.fix },
    { content: date ?? piece(""), width: date === null ? 0 : DATE },
  ]);
}

function sideBySide(cells: readonly { readonly content: Piece; readonly width: number }[]): readonly Line[] {
  const columns = cells
    .filter(({ width }) => width > 0)
    .map(({ content, width }) => ({ lines: wrap([content], width), width }));
  const height = Math.max(...columns.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) => [
    blank(INDENT),
    ...columns.flatMap(({ lines, width }) => padded(lines[row] ?? [], width)),
  ]);
}

function padded(line: Line, width: number): Line {
  return [...line, blank(Math.max(0, width - lineWidth(line)) + GAP)];
}

function stackedHead(finding: ReportFinding, width: number): readonly Line[] {
  const head = [severityPiece(finding), piece(" "), piece(finding.id, "bold")];
  return [...indent(INDENT, head, width), ...indent(INDENT + 2, [titlePiece(finding)], width)];
}

/** What the row has no column for. */
function factsOf(finding: ReportFinding, layout: "double" | "stack"): readonly Line[] {
  const texts = [
    cveText(finding),
    finding.severity.score === null ? "" : `CVSS ${scoreText(finding)}`,
    finding.disclosed === null ? "" : `disclosed ${day(finding.disclosed)}`,
  ];
  const facts = texts.filter((text) => text !== "").map((text) => [piece(text, "dim")]);
  const fix = fixPiece(finding);
  return layout === "stack" && fix.text !== "" ? [[fix], ...facts] : facts;
}

function disclosedDay({ disclosed }: ReportFinding): string {
  return disclosed === null ? "" : day(disclosed);
}

function detailLines(finding: ReportFinding, below: number, width: number): readonly Line[] {
  const named = new Set([finding.id, cveText(finding)]);
  const others = finding.aliases.filter((alias) => !named.has(alias));
  return [
    ...(others.length === 0 ? [] : indent(below, [piece(`also ${others.join(", ")}`, "dim")], width)),
    ...finding.records.flatMap((record) => indent(below, [recordPiece(record)].map(dimmed), width)),
    ...indent(below, [piece(finding.url, "dim")], width),
  ];
}

function dimmed({ text }: Piece): Piece {
  return piece(text, "dim");
}
