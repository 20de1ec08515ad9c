import { entriesOf, entry, entryAt, parseToml, type TomlNode, type TomlTable } from "../syntax/toml/index.ts";
import { WAIVER_KEYS } from "./keys.ts";
import type { ConfigText } from "./parse-config.ts";

type Form = ConfigText["form"];

/** What a new waiver says, by the names of the configuration; in their order. */
export type NewWaiver = Readonly<Partial<Record<keyof typeof WAIVER_KEYS, string | readonly string[]>>>;

/** Half-open range of UTF-16 code units. */
interface Cut {
  readonly start: number;
  readonly end: number;
}

/**
 * The text with waivers added at its end, or at the end of its list where that is written in brackets. Null where the file
 * is written in a way that nothing can be added to. No other byte changes.
 */
export function addWaivers(text: string, form: Form, added: readonly NewWaiver[]): string | null {
  const table = tableOf(text, form);
  if (table === null) return null;
  const list = table === "missing" ? null : entry(table, "waivers");
  const isInline = list?.kind === "array" && !list.ofTables;
  const edited = isInline ? intoList(text, list, added) : atEnd(text, form, added);
  return tableOf(edited, form) === null ? null : edited;
}

/**
 * The text without the waivers that start at these offsets: the lines of a table and blank ones behind them, the item of a
 * list with its comma. Comments on lines of their own stay, as does every other byte. Null where one is not found.
 */
export function removeWaivers(text: string, form: Form, starts: readonly number[]): string | null {
  const table = tableOf(text, form);
  if (table === null || table === "missing") return null;
  const nodes = [...itemsOf(entry(table, "waivers")), ...itemsOf(entry(table, "ignore"))];
  const wanted = new Set(starts);
  const found = nodes.filter(({ node }) => wanted.has(node.start));
  if (found.length !== wanted.size) return null;
  const cuts = found.flatMap(({ node, isTable }) =>
    isTable && node.kind === "table" ? linesOf(text, node) : [itemOf(text, node)],
  );
  return without(text, cuts);
}

/** The configuration of a text; `missing`: it has none yet; null: it is not TOML, or no table. */
function tableOf(text: string, form: Form): TomlTable | "missing" | null {
  const parsed = parseToml(text);
  if (!parsed.ok) return null;
  const { root } = parsed.document;
  const table = form === "pyward" ? root : entryAt(root, "tool", "pyward");
  if (table === null) return "missing";
  return table.kind === "table" ? table : null;
}

interface Item {
  readonly node: TomlNode;
  readonly isTable: boolean;
}

function itemsOf(list: TomlNode | null): readonly Item[] {
  if (list === null) return [];
  if (list.kind !== "array") return [{ node: list, isTable: false }];
  return list.items.map((node) => ({ node, isTable: list.ofTables }));
}

function atEnd(text: string, form: Form, added: readonly NewWaiver[]): string {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const header = form === "pyward" ? "[[waivers]]" : "[[tool.pyward.waivers]]";
  const blocks = added.map((waiver) => [header, ...pairsOf(waiver), ""].join(end));
  const before = text === "" || text.endsWith("\n") ? text : text + end;
  return before + (before === "" || before.endsWith(end + end) ? "" : end) + blocks.join(end);
}

function intoList(
  text: string,
  list: TomlNode & { readonly kind: "array" },
  added: readonly NewWaiver[],
): string {
  const items = added.map((waiver) => `{ ${pairsOf(waiver).join(", ")} }`);
  const last = list.items.at(-1);
  const at = last === undefined ? list.start + 1 : last.end;
  const joined = items.join(", ");
  return text.slice(0, at) + (last === undefined ? joined : `, ${joined}`) + text.slice(at);
}

function pairsOf(waiver: NewWaiver): readonly string[] {
  return Object.keys(WAIVER_KEYS).flatMap((key) => {
    const value = Object.entries(waiver).find(([name]) => name === key)?.[1];
    if (value === undefined || value.length === 0) return [];
    const isDate =
      (key === "expires" || key === "until") && typeof value === "string" && /^\d{4}-/.test(value);
    return [
      `${key} = ${isDate ? value : typeof value === "string" ? quoted(value) : `[${value.map(quoted).join(", ")}]`}`,
    ];
  });
}

/** A basic string (TOML 1.0, "String"): JSON's escapes are among TOML's, and DEL is not allowed as it is. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll("\u007F", "\\u007F");
}

/** The header's line, those of each pair, and the blank lines behind them, where nothing stands right above that they part it from. */
function linesOf(text: string, table: TomlTable): readonly Cut[] {
  const parts = [...entriesOf(table)].map(({ key, end }) => ({ start: key, end }));
  const lines = [{ start: table.start, end: table.end }, ...parts].map((part) => wholeLines(text, part));
  const last = lines.at(-1);
  if (last === undefined) return lines;
  const above = text.slice(0, lines[0]?.start ?? 0);
  if (above !== "" && !/\n[ \t]*\r?\n$/.test(above)) return lines;
  const blank = /(?:[ \t]*\r?\n)*/y;
  blank.lastIndex = last.end;
  const behind = blank.exec(text)?.[0].length ?? 0;
  return [...lines, { start: last.end, end: last.end + behind }];
}

function wholeLines(text: string, { start, end }: Cut): Cut {
  const next = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: next === -1 ? text.length : next + 1 };
}

/** An item with the comma behind it; the last one, with that before it. Its line, where nothing else is on it. */
function itemOf(text: string, { start, end }: TomlNode): Cut {
  const comma = /[ \t]*,/y;
  comma.lastIndex = end;
  const behind = comma.exec(text)?.[0].length ?? 0;
  const before =
    behind > 0 ? 0 : (/,[ \t\r\n]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0].length ?? 0);
  const cut = { start: start - before, end: end + behind };
  const line = wholeLines(text, cut);
  const rest = text.slice(line.start, cut.start) + text.slice(cut.end, line.end);
  if (before === 0 && rest.trim() === "") return line;
  const space = text[cut.end] === " " ? 1 : 0;
  return { start: cut.start, end: cut.end + (before === 0 ? space : 0) };
}

function without(text: string, cuts: readonly Cut[]): string {
  let kept = "";
  let at = 0;
  for (const { start, end } of cuts.toSorted((a, b) => a.start - b.start)) {
    if (start > at) kept += text.slice(at, start);
    at = Math.max(at, end);
  }
  return kept + text.slice(at);
}
