import type { Edit, Release } from "../../../model/index.ts";
import { locate, type LogicalLine } from "../../../syntax/requirement-lines/index.ts";
import { lineAt, type EditedText } from "./edited-text.ts";

/** Where a line's requirement stands, and how many hashes it has. */
interface HashedLine {
  readonly span: { readonly end: number } | null;
  readonly hashes: number;
}

export type RenewedHashes =
  | { readonly kind: "edit"; readonly edit: Edit }
  /** `reason` is the end of a sentence about the file. */
  | { readonly kind: "left"; readonly reason: string };

/** One `--hash` of a line, in its text. */
interface Option {
  readonly start: number;
  readonly end: number;
  readonly algorithm: string;
  readonly digest: string;
}

const OPTION = /(?<=\s)--hash(?:=|\s+)(["']?)([a-z0-9]+):([0-9a-fA-F]+)\1(?=\s|$)/g;

/**
 * The hashes of all files of a release in place of those that stand behind a requirement: of the algorithm that is used there, written
 * as the first one is, divided as they are, in the order that they have (sorted, or that of the files).
 */
export function renewHashes(file: EditedText, line: HashedLine, release: Release | null): RenewedHashes {
  if (release === null) return left("records hashes, and no index was asked for the new ones");
  const logical = line.span === null ? null : lineAt(file, line.span.end);
  const options = logical === null ? [] : optionsIn(logical.text);
  if (logical === null || options.length === 0 || options.length !== line.hashes)
    return left("writes hashes in a way that is not edited");
  const digests = digestsOf(release, options);
  if (digests === null) return left("records hashes of a kind that the index does not give for every file");
  const edit = replace(file, logical, options, digests);
  return edit === null ? left("writes hashes in a way that is not edited") : { kind: "edit", edit };
}

/** The hashes that a line like this one would have of a release; null: the index does not give them. */
export function digestsFor(file: EditedText, line: HashedLine, release: Release): readonly string[] | null {
  const logical = line.span === null ? null : lineAt(file, line.span.end);
  const options = logical === null ? [] : optionsIn(logical.text);
  return options.length === 0 ? null : digestsOf(release, options);
}

function left(reason: string): RenewedHashes {
  return { kind: "left", reason };
}

function optionsIn(text: string): readonly Option[] {
  return [...text.matchAll(OPTION)].map(({ 0: whole, 2: algorithm = "", 3: digest = "", index }) => ({
    start: index,
    end: index + whole.length,
    algorithm,
    digest,
  }));
}

/** `algorithm:digest`; null where the index leaves one out, or has no file at all. */
function digestsOf({ files }: Release, options: readonly Option[]): readonly string[] | null {
  const algorithms = [...new Set(options.map(({ algorithm }) => algorithm))];
  const digests = algorithms.flatMap((algorithm) =>
    files.map(({ hashes }) => hashes.find((hash) => hash.startsWith(`${algorithm}:`))),
  );
  const known = [...new Set(digests.filter((digest) => digest !== undefined))];
  if (digests.includes(undefined) || known.length === 0) return null;
  const written = options.map(({ algorithm, digest }) => `${algorithm}:${digest}`);
  const isSorted = written.every((hash, at) => at === 0 || (written[at - 1] ?? "") <= hash);
  return isSorted ? known.toSorted() : known;
}

/** Null: other options stand between the hashes. */
function replace(
  file: EditedText,
  line: LogicalLine,
  options: readonly Option[],
  digests: readonly string[],
): Edit | null {
  const places = options.map(({ start, end }) => ({
    start: locate(line, start).offset,
    end: locate(line, end - 1).offset + 1,
  }));
  const [first, second] = places;
  const last = places.at(-1);
  const [option] = options;
  if (first === undefined || last === undefined || option === undefined) return null;
  const between = places.slice(1).map(({ start }, at) => file.text.slice(places[at]?.end, start));
  if (!between.every((blank) => /^(?:\s|\\)+$/.test(blank))) return null;
  const written = file.text.slice(first.start, first.end);
  const before = /(?:\s|\\)*$/.exec(file.text.slice(Math.max(0, first.start - 200), first.start))?.[0] ?? " ";
  const blank = second === undefined ? blankFor(file, before) : file.text.slice(first.end, second.start);
  const text = digests
    .map((digest) => written.replace(`${option.algorithm}:${option.digest}`, digest))
    .join(blank);
  const span = { start: first.start, end: last.end };
  return { path: file.path, span, decoding: "as-pip", was: file.text.slice(span.start, span.end), text };
}

/** Behind the only hash that there was: as before it, where that is a line of its own, else as pip-compile and uv do. */
function blankFor({ text }: EditedText, before: string): string {
  if (/[\r\n]/.test(before)) return before;
  return ` \\${/\r?\n/.exec(text)?.[0] ?? "\n"}    `;
}
