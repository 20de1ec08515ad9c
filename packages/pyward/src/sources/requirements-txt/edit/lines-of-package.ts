import type { Edit, VersionChange } from "../../../model/index.ts";
import { compareText } from "../../../model/index.ts";
import { normalizeName, parseRequirement, type PackageName } from "../../../python/index.ts";
import { locate, type LogicalLine } from "../../../syntax/requirement-lines/index.ts";
import type { EditedText } from "./edited-text.ts";

/** How a line of its own says which version of a package shall be had. */
export interface NewLine {
  readonly change: VersionChange & { readonly to: string };
  /** `==`; else `>=`. */
  readonly isPin: boolean;
  /** `algorithm:digest`; empty: the file has none. */
  readonly hashes: readonly string[];
  /** Packages that need it; null: the file does not say such things. */
  readonly via: readonly PackageName[] | null;
}

/** A line that asks for a package, with the comments below it that belong to it. */
interface Block {
  readonly name: PackageName;
  readonly start: number;
  /** Behind its last line break, or the end of the text. */
  readonly end: number;
}

/**
 * Writes a package that the file does not have yet: where the names are in order, between its neighbours, else as the last line. In
 * the file's own line ends.
 */
export function addLine(file: EditedText, line: NewLine): Edit {
  const { text, path } = file;
  const at = placeFor(blocksOf(file), line.change.name, text) ?? text.length;
  const eol = /\r?\n/.exec(text)?.[0] ?? "\n";
  const isOpenEnd = at === text.length && text !== "" && !/[\r\n]$/.test(text);
  const written = `${linesFor(line).join(eol)}`;
  const put = isOpenEnd ? `${eol}${written}` : `${written}${eol}`;
  return { path, span: { start: at, end: at }, decoding: "as-pip", was: "", text: put };
}

function linesFor({ change, isPin, hashes, via }: NewLine): readonly string[] {
  const asked = `${change.name}${isPin ? "==" : ">="}${change.to}`;
  const options = hashes.map((hash, at) => `    --hash=${hash}${at < hashes.length - 1 ? " \\" : ""}`);
  if (via === null)
    return [
      hashes.length > 0 ? `${asked} \\` : `${asked}  # for its version only: it comes with others`,
      ...options,
    ];
  const [only, ...more] = via;
  const reasons =
    only === undefined
      ? []
      : more.length === 0
        ? [`    # via ${only}`]
        : ["    # via", ...via.map((name) => `    #   ${name}`)];
  return [hashes.length > 0 ? `${asked} \\` : asked, ...options, ...reasons];
}

/** pip-compile puts what follows apart, in an order of its own. */
const APART = "The following packages are considered to be unsafe";

/** Null: at the end. */
function placeFor(all: readonly Block[], name: PackageName, text: string): number | null {
  const border = text.indexOf(APART);
  const blocks = all.filter(({ start }) => border === -1 || start < border);
  const isSorted = blocks.every(
    (block, at) => at === 0 || compareText(blocks[at - 1]?.name ?? "", block.name) <= 0,
  );
  if (!isSorted) return null;
  const next = blocks.findIndex((block) => compareText(block.name, name) > 0);
  if (next === 0) return blocks[0]?.start ?? null;
  return blocks.at(next === -1 ? -1 : next - 1)?.end ?? null;
}

/** Takes a package's line out, with the comments that say why it is there. */
export function removeLine(file: EditedText, name: PackageName): readonly Edit[] {
  return blocksOf(file)
    .filter((block) => block.name === name)
    .map(({ start, end }) => ({
      path: file.path,
      span: { start, end },
      decoding: "as-pip",
      was: file.text.slice(start, end),
      text: "",
    }));
}

function blocksOf({ text, lines }: EditedText): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly name: PackageName; readonly start: number; last: LogicalLine } | null = null;
  const close = (): void => {
    if (open !== null) blocks.push({ name: open.name, start: open.start, end: endOf(open.last, text) });
    open = null;
  };
  for (const line of lines) {
    if (open !== null && isComment(line, text)) {
      open.last = line;
      continue;
    }
    close();
    const name = nameOf(line);
    if (name !== null) open = { name, start: line.pieces[0]?.lineStart ?? 0, last: line };
  }
  close();
  return blocks;
}

function nameOf({ text }: LogicalLine): PackageName | null {
  if (text === "" || text.startsWith("-")) return null;
  const parsed = parseRequirement(text.replace(/\s--?[a-z][^]*$/, ""));
  return parsed.ok ? normalizeName(parsed.value.name) : null;
}

/** An indented comment belongs to what stands above it. */
function isComment(line: LogicalLine, text: string): boolean {
  const [piece] = line.pieces;
  return (
    line.text === "" &&
    line.comment !== null &&
    piece !== undefined &&
    /[ \t]/.test(text.charAt(piece.lineStart))
  );
}

function endOf(line: LogicalLine, text: string): number {
  const from = line.text === "" ? (line.pieces.at(-1)?.from ?? 0) : locate(line, line.text.length - 1).offset;
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end + 1;
}
