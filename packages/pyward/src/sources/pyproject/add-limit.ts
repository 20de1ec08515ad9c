import type { VersionChange } from "../../model/index.ts";
import {
  entryAt,
  parseToml,
  type TomlArray,
  type TomlNode,
  type TomlTable,
} from "../../syntax/toml/index.ts";
import { spliceText } from "../../syntax/splice.ts";
import type { ChangeResult } from "../shared/edit/answer.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { stringsOf } from "../shared/toml-values.ts";

const LISTS = { constraint: "constraint-dependencies", override: "override-dependencies" } as const;
type Kind = keyof typeof LISTS;

/**
 * Writes packages that the project does not ask for into uv's lists of constraints or overrides (uv, "Settings"), the only ones that
 * pyproject.toml has a place for. All of one list are written together: they may begin it. One plan writes into one of
 * the lists.
 */
export function addLimits(
  file: TomlFile,
  changes: readonly VersionChange[],
): ReadonlyMap<VersionChange, ChangeResult> {
  const results = new Map<VersionChange, ChangeResult>();
  const wanted = changes.filter(({ to, isHeld }) => to !== null && isHeld !== true);
  for (const kind of ["constraint", "override"] as const) {
    const mine = wanted.filter(({ add }) => add === kind);
    const result = mine.length > 0 && isUvs(file.root) ? resultOf(file, kind, mine) : NO_PLACE;
    for (const change of mine) results.set(change, result);
  }
  return results;
}

const NO_PLACE: ChangeResult = {
  kind: "left",
  reason: "has no place for a version of what it does not ask for",
};

/** Other tools do not read uv's lists. */
function isUvs(root: TomlTable): boolean {
  return entryAt(root, "tool", "uv") !== null || OTHERS.every((tool) => entryAt(root, "tool", tool) === null);
}

const OTHERS = ["poetry", "pdm", "pixi"];

function resultOf(file: TomlFile, kind: Kind, changes: readonly VersionChange[]): ChangeResult {
  const texts = changes.map(({ name, to }) => `${name}>=${to ?? ""}`).toSorted();
  const puts = putsInto(file, LISTS[kind], texts);
  if (!holds(file, puts, { list: LISTS[kind], texts })) return NO_PLACE;
  const { path } = file;
  return {
    kind: "made",
    edits: puts.map(({ at, put }) => ({ path, span: { start: at, end: at }, was: "", text: put })),
  };
}

/** What comes in at an offset. */
interface Put {
  readonly at: number;
  readonly put: string;
}

function putsInto({ text, root }: TomlFile, list: string, texts: readonly string[]): readonly Put[] {
  const eol = /\r?\n/.exec(text)?.[0] ?? "\n";
  const array = entryAt(root, "tool", "uv", list);
  if (array?.kind === "array") return intoArray(text, array, texts);
  const line = `${list} = [${texts.map((item) => `"${item}"`).join(", ")}]`;
  const table = entryAt(root, "tool", "uv");
  if (table !== null && isHeader(text, table)) {
    const end = text.indexOf("\n", table.end);
    return end === -1 ? [{ at: text.length, put: `${eol}${line}` }] : [{ at: end + 1, put: `${line}${eol}` }];
  }
  const gap = text === "" ? "" : text.endsWith("\n") ? eol : `${eol}${eol}`;
  return [{ at: text.length, put: `${gap}[tool.uv]${eol}${line}${eol}` }];
}

/** `[tool.uv]` itself: a header of what lies in it has no lines of its own. */
function isHeader(text: string, { start, end }: TomlNode): boolean {
  return /^\[\s*tool\s*\.\s*uv\s*\]$/.test(text.slice(start, end));
}

/** Behind the last item and its comment, quoted as that one is; each in a line of its own where it is. */
function intoArray(text: string, array: TomlArray, texts: readonly string[]): readonly Put[] {
  const last = array.items.at(-1);
  if (last === undefined) return [{ at: array.start + 1, put: texts.map((item) => `"${item}"`).join(", ") }];
  const quote = text.charAt(last.start) === "'" ? "'" : '"';
  const items = texts.map((item) => `${quote}${item}${quote}`);
  const indent = /\r?\n[ \t]*$/.exec(text.slice(array.start + 1, last.start))?.[0];
  const rest = /^([ \t]*,)?[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/.exec(text.slice(last.end, array.end));
  if (indent === undefined || rest === null)
    return [{ at: last.end, put: items.map((item) => `, ${item}`).join("") }];
  const [{ length }, comma] = rest;
  const lines = { at: last.end + length, put: items.map((item) => `${indent}${item}`).join(",") };
  return comma === undefined ? [{ at: last.end, put: "," }, lines] : [{ ...lines, put: `${lines.put},` }];
}

interface Wanted {
  readonly list: string;
  readonly texts: readonly string[];
}

/** Read anew, it is TOML and has them. */
function holds({ text }: TomlFile, puts: readonly Put[], { list, texts }: Wanted): boolean {
  const pieces = puts.map(({ at, put }) => ({ start: at, end: at, text: put }));
  const parsed = parseToml(spliceText(text, pieces));
  if (!parsed.ok) return false;
  const found = new Set(stringsOf(entryAt(parsed.document.root, "tool", "uv", list)));
  return texts.every((item) => found.has(item));
}
