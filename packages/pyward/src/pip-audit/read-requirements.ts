import type { FileTree } from "../host/index.ts";
import { folderOf } from "../model/index.ts";
import { parseRequirements } from "../sources/requirements-txt/parse.ts";
import type { AskedEntry, IncludeEntry } from "../sources/requirements-txt/parse.ts";
import { resolvePath } from "../sources/requirements-txt/paths.ts";
import { decodeRequirements, readLogicalLines } from "../syntax/requirement-lines/index.ts";

/** One requirements file of the command line. */
export interface RequirementsFile {
  readonly tree: FileTree;
  /** In the tree's coordinates. */
  readonly path: string;
  /** As it is shown: the path as it was given. */
  readonly shown: string;
  /** How a file that it includes is shown. */
  readonly display: (path: string) => string;
}

/** A requirement with the line that asks for it. */
export interface Line {
  readonly asked: AskedEntry["asked"];
  /** The logical line: continuations joined, the comment cut off. */
  readonly text: string;
  readonly number: number;
  readonly file: string;
  /** It has a `--hash`, whatever that says. */
  readonly isHashed: boolean;
}

export interface ReadLines {
  readonly lines: readonly Line[];
  /** What a fatal error says; null: all was read. */
  readonly fatal: string | null;
}

const FILE_LIMIT = 32 * 1024 * 1024;
const MAX_DEPTH = 50;
const MAX_FILES = 1000;
const MAX_LINES = 50_000;

/**
 * The requirements of a file and of what it includes by `-r`, without anything that pip would look up: pip-audit reads such a
 * file alone when pip is off, and leaves out what it includes.
 */
export async function readLines(file: RequirementsFile): Promise<ReadLines> {
  const reader = new Reader(file);
  const fatal = await reader.read(file.path, []);
  return { lines: reader.lines, fatal };
}

class Reader {
  readonly lines: Line[] = [];
  readonly #file: RequirementsFile;
  readonly #seen = new Set<string>();

  constructor(file: RequirementsFile) {
    this.#file = file;
  }

  /** Null, or why it cannot be read. */
  async read(path: string, within: readonly string[]): Promise<string | null> {
    if (this.#seen.has(path)) return null;
    this.#seen.add(path);
    const shown = path === this.#file.path ? this.#file.shown : this.#file.display(path);
    if (within.length > MAX_DEPTH || this.#seen.size > MAX_FILES)
      return `requirement file ${shown} is included too deep, or too many files are`;
    const result = await this.#file.tree.read(path, FILE_LIMIT);
    if (result.kind !== "file") return `invalid requirements input: ${shown}`;
    const decoded = decodeRequirements(result.bytes);
    if (decoded.kind !== "text")
      return `requirement file ${shown} contains invalid specifier at line 1: it is in no encoding that is known`;
    return this.#readText(decoded.text, { path, shown, within });
  }

  async #readText(
    text: string,
    {
      path,
      shown,
      within,
    }: { readonly path: string; readonly shown: string; readonly within: readonly string[] },
  ): Promise<string | null> {
    const parsed = parseRequirements(text);
    if (parsed.failure !== null) return `requirement file ${shown} cannot be read: ${parsed.failure.reason}`;
    const texts = new Map([...readLogicalLines(text)].map((line) => [line.number, line.text]));
    const legible = new Set(parsed.entries.flatMap((entry) => (entry.kind === "asked" ? [entry.line] : [])));
    for (const entry of parsed.entries) {
      // pip refuses a hash of md5, say; what the line asks for is legible all the same.
      if (entry.kind === "problem" && legible.has(entry.line) && entry.reason.includes("hash")) continue;
      if (entry.kind === "asked") {
        if (this.lines.length >= MAX_LINES) return `requirement file ${shown} asks for too much`;
        const { asked, line: number } = entry;
        const line = texts.get(number) ?? "";
        const isHashed = asked.hashes.length > 0 || /\s--hash[=\s]/.test(line);
        this.lines.push({ asked, text: line, number, file: shown, isHashed });
        continue;
      }
      const fatal =
        entry.kind === "problem"
          ? `requirement file ${shown} contains invalid specifier at line ${entry.line}: ${entry.reason}`
          : await this.#include(entry, { path, shown, within });
      if (fatal !== null) return fatal;
    }
    return null;
  }

  async #include(
    { target, isConstraint, line }: IncludeEntry,
    {
      path,
      shown,
      within,
    }: { readonly path: string; readonly shown: string; readonly within: readonly string[] },
  ): Promise<string | null> {
    // A constraint asks for nothing, and nothing is resolved by it here.
    if (isConstraint) return null;
    const at = `requirement file ${shown} includes, at line ${line}, what pyward does not read`;
    if (/^[a-z][a-z0-9+.-]*:/i.test(target) || target.includes("${")) return `${at}: ${redacted(target)}`;
    const resolved = resolvePath(folderOf(path), target);
    return resolved.kind === "outside"
      ? `${at}: it lies outside the audited root`
      : this.read(resolved.path, [...within, path]);
  }
}

/** Without what stands before the `@` of an address, nor its query: both may be credentials. */
export function redacted(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^\s/]*@/g, "").replaceAll(/(?<=:\/\/[^\s?]*)\?[^\s#]*/g, "");
}
