import { neutralise } from "../reports/shared/neutralise.ts";
import type { Audited, PipAuditView, Row, Vulnerability } from "./model.ts";
import { advisoryUrl, packageUrl } from "./links.ts";
import { pythonLength } from "./python-text.ts";
import { tablesOf } from "./tables.ts";

/** A cell, with where it leads. */
interface Cell {
  readonly texts: readonly { readonly text: string; readonly link: string | null }[];
  readonly between: string;
}

/** pip-audit's `columns`; "" where there is neither a vulnerability nor a skipped dependency. */
export function renderColumns(audited: Audited, view: PipAuditView): string {
  const tables = tablesOf<Cell>(audited, view, {
    found: (row, vuln) => cellsOf(row, vuln, view),
    skipped: (row) => [plain(row.name), plain(row.reason)],
  });
  return tables
    .flatMap(({ titles, rows }, at) => [...(at === 0 ? [] : [""]), ...table(titles, rows, view)])
    .map((line) => `${line}\n`)
    .join("");
}

function cellsOf(
  { name, version }: Extract<Row, { kind: "audited" }>,
  vuln: Vulnerability,
  view: PipAuditView,
): readonly Cell[] {
  return [
    { texts: [{ text: name, link: packageUrl(name) }], between: "" },
    plain(version),
    { texts: [linkedId(vuln.id)], between: "" },
    plain(vuln.fixVersions.join(",")),
    ...(view.aliases ? [{ texts: vuln.aliases.map(linkedId), between: ", " }] : []),
    ...(view.descriptions ? [{ texts: [{ text: whole(vuln.description), link: null }], between: "" }] : []),
  ];
}

function linkedId(id: string): Cell["texts"][number] {
  return { text: id, link: advisoryUrl(id) };
}

function plain(text: string): Cell {
  return { texts: [{ text, link: null }], between: "" };
}

/** Left-aligned columns with a blank between them, a row of dashes under the titles, no blanks at the end of a line. */
function table(titles: readonly string[], rows: readonly (readonly Cell[])[], view: PipAuditView): string[] {
  const widths = titles.map((title, at) =>
    rows.reduce((widest, row) => Math.max(widest, pythonLength(textOf(row[at]))), pythonLength(title)),
  );
  const line = (cells: readonly Cell[], links: boolean): string =>
    cells
      .map((cell, at) => shown(cell, links) + " ".repeat((widths[at] ?? 0) - pythonLength(textOf(cell))))
      .join(" ")
      .replace(/ +$/, "");
  return [
    line(titles.map(plain), false),
    line(
      widths.map((width) => plain("-".repeat(width))),
      false,
    ),
    ...rows.map((row) => line(row, view.links)),
  ];
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? "" : shown(cell, false);
}

/** OSC 8 (terminal hyperlinks): what is linked holds no control character. */
function shown({ texts, between }: Cell, links: boolean): string {
  return texts
    .map(({ text, link }) => {
      const safe = safely(text);
      return links && link !== null ? `\x1b]8;;${link}\x1b\\${safe}\x1b]8;;\x1b\\` : safe;
    })
    .join(between);
}

/** Descriptions are long, and every part of them is neutralised. */
const PART = 400;

function safely(text: string): string {
  if (text.length <= PART) return neutralise(text);
  const parts: string[] = [];
  const characters = [...text];
  for (let at = 0; at < characters.length; at += PART) {
    parts.push(neutralise(characters.slice(at, at + PART).join("")));
  }
  return parts.join("");
}

/** No one reads more of a text in a column. */
const LONGEST = 20_000;

function whole(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
