import { sourceUrl } from "../shared/source-url.ts";
import type { GapCode, Span } from "../../model/index.ts";
import { MAX_LINE_LENGTH, locate, readLogicalLines } from "../../syntax/requirement-lines/index.ts";
import type { LogicalLine, Place } from "../../syntax/requirement-lines/index.ts";
import { ViaReader } from "./annotation.ts";
import type { Via } from "./annotation.ts";
import { readEditable } from "./editable.ts";
import { readOptions, startOfOptions } from "./options.ts";
import type { LineOptions } from "./options.ts";
import { readPlainPin } from "./plain-pin.ts";
import { readRequirement, withHashes } from "./requirement.ts";
import type { Asked, ReadRequirement } from "./requirement.ts";

/** What one line of the file is, as pip reads it. Lines that only set options are none of these. */
export type Entry = AskedEntry | IncludeEntry | ProblemEntry;

export interface AskedEntry {
  readonly kind: "asked";
  readonly asked: Asked;
  readonly via: Via;
  readonly at: Place;
  readonly span: Span;
  /** Of the logical line: what pip would name. */
  readonly line: number;
}

export interface IncludeEntry {
  readonly kind: "include";
  /** `-r` or `-c`. */
  readonly isConstraint: boolean;
  /** As written. */
  readonly target: string;
  readonly at: Place;
  readonly line: number;
}

export interface ProblemEntry {
  readonly kind: "problem";
  readonly code: GapCode;
  readonly name: string | null;
  readonly reason: string;
  readonly at: Place;
  readonly line: number;
}

export interface ParsedFile {
  readonly entries: readonly Entry[];
  /** Problems beyond `MAX_PROBLEMS`, which are not in `entries`. */
  readonly furtherProblems: number;
  /** Why the whole file is no requirements file, or was not read to its end; null where it was. */
  readonly failure: { readonly code: GapCode; readonly reason: string } | null;
  /** `3.11`, where pip-compile says that the file is for this Python. */
  readonly compiledFor: string | null;
  /** Addresses of indexes that it names, as they may be kept; empty text: one that may not. */
  readonly indexes: readonly string[];
  /** One of them stands in place of the default one. */
  readonly replacesIndex: boolean;
}

/** Gaps of single lines that one file may cause. */
export const MAX_PROBLEMS = 100;
const MAX_LINES = 1_000_000;
const MAX_ENTRIES = 50_000;
const MOST_INDEXES = 100;
/** Reading stops here: each costs more than a good line. */
const MAX_BAD_LINES = 10_000;
/** From here on, a file that is nearly all problems is taken for another kind of file. */
const GARBAGE_PROBLEMS = 10;

/** Reads the text of one file. Pure; follows no reference. */
export function parseRequirements(text: string): ParsedFile {
  if (text.includes("\0")) return failed("unparsable-file", "it holds null characters: a binary file");
  const reading = new Reading();
  let isWhole = true;
  for (const line of readLogicalLines(text)) {
    isWhole = line.number <= MAX_LINES && !reading.isFull();
    if (!isWhole) break;
    reading.add(line);
  }
  if (reading.isGarbage()) return failed("unparsable-file", "hardly a line of it is a requirement");
  const failure = {
    code: "limit-exceeded",
    reason: "the file has too many lines to read all of them",
  } as const;
  return reading.finish(isWhole ? null : failure);
}

function failed(code: GapCode, reason: string): ParsedFile {
  return {
    entries: [],
    furtherProblems: 0,
    failure: { code, reason },
    compiledFor: null,
    indexes: [],
    replacesIndex: false,
  };
}

interface Where {
  readonly name: string | null;
  readonly at: number;
}

const AT_START: Where = { name: null, at: 0 };

class Reading {
  readonly #entries: Entry[] = [];
  readonly #via = new ViaReader();
  #problems = 0;
  #readable = 0;
  /** Lines that are paths of directories at best, like `</p>`. */
  #oddPaths = 0;
  #compiledFor: string | null = null;
  readonly #indexes: string[] = [];
  #replacesIndex = false;

  add(line: LogicalLine): void {
    if (line.isTooLong) {
      this.#problem(line, "limit-exceeded", `the line is longer than ${MAX_LINE_LENGTH} characters`);
    } else if (line.text !== "") {
      this.#addText(line);
    }
    if (line.comment !== null) this.#addComment(line.comment);
  }

  isFull(): boolean {
    return this.#entries.length >= MAX_ENTRIES || this.#problems >= MAX_BAD_LINES;
  }

  isGarbage(): boolean {
    const bad = this.#problems + this.#oddPaths;
    return bad > GARBAGE_PROBLEMS && bad > 9 * (this.#readable - this.#oddPaths);
  }

  finish(failure: ParsedFile["failure"]): ParsedFile {
    const furtherProblems = Math.max(0, this.#problems - MAX_PROBLEMS);
    return {
      entries: this.#entries,
      furtherProblems,
      failure,
      compiledFor: this.#compiledFor,
      indexes: this.#indexes,
      replacesIndex: this.#replacesIndex,
    };
  }

  #addText(line: LogicalLine): void {
    const plain = readPlainPin(line.text);
    if (plain !== null) return this.#asked(line, plain, 0);
    const start = startOfOptions(line.text);
    const requirement = line.text.slice(0, Math.max(0, start - 1));
    if (start === line.text.length) return this.#result(line, readRequirement(line.text), 0);
    const result = readOptions(line.text.slice(start));
    if (result.kind === "refused") {
      // What the line asks for is legible all the same, and an older pip may know the option.
      this.#problem(line, "unparsable-line", `pip refuses the line: ${result.reason}`);
      this.#rescue(line, requirement);
    } else if (requirement !== "") {
      this.#withOptions(line, requirement, result.options);
    } else {
      this.#optionsOnly(line, result.options, start);
    }
  }

  #rescue(line: LogicalLine, requirement: string): void {
    const read = requirement === "" ? null : readRequirement(requirement);
    if (read?.kind === "asked") this.#asked(line, read.asked, 0);
  }

  #withOptions(line: LogicalLine, requirement: string, options: LineOptions): void {
    // pip takes what stands before an -e for the editable, and drops the -e's own value.
    const isEditable = options.editables.length > 0;
    const read = isEditable
      ? readEditable(requirement, { start: 0, end: requirement.length })
      : readRequirement(requirement);
    this.#result(
      line,
      read.kind === "asked"
        ? { kind: "asked", asked: withHashes(read.asked, isEditable ? [] : options.hashes) }
        : read,
      0,
    );
    const references = [...options.requirements, ...options.constraints, ...options.editables];
    if (references.length > 0) this.#unread(line, "pip reads no -r, -c or -e behind a requirement");
    if (options.ignored.length > 0) this.#unread(line, "pip ignores the words behind the options");
  }

  #optionsOnly(line: LogicalLine, options: LineOptions, start: number): void {
    const { requirements, constraints, editables } = options;
    if (this.#indexes.length < MOST_INDEXES)
      this.#indexes.push(...[...options.indexes, ...options.extraIndexes].map((url) => sourceUrl(url) ?? ""));
    this.#replacesIndex ||= options.indexes.length > 0;
    this.#via.end();
    this.#readable++;
    const [editable] = editables;
    const target = requirements[0] ?? constraints[0];
    if (editable !== undefined) {
      const at = Math.max(start, line.text.lastIndexOf(editable));
      const read = readEditable(editable, {
        start: at,
        end: Math.min(line.text.length, at + editable.length),
      });
      this.#result(line, read, at);
    } else if (target !== undefined) {
      const at = Math.max(0, line.text.indexOf(target));
      const isConstraint = requirements.length === 0;
      this.#entries.push({ kind: "include", isConstraint, target, at: locate(line, at), line: line.number });
    }
    this.#reportUnread(line, options);
  }

  /** pip drops these without a word; what the user asked for is then not installed, and not audited. */
  #reportUnread(line: LogicalLine, options: LineOptions): void {
    const references = options.requirements.length + options.constraints.length;
    const unread = options.editables.length > 0 ? options.editables.length - 1 + references : references - 1;
    if (unread > 0) this.#unread(line, "pip reads only the first -e, -r or -c of a line");
    const [word] = options.ignored;
    if (word !== undefined && !word.startsWith(";"))
      this.#unread(line, "pip ignores a requirement behind an option");
  }

  #unread(line: LogicalLine, reason: string): void {
    this.#problem(line, "unparsable-line", reason);
  }

  #result(line: LogicalLine, read: ReadRequirement, at: number): void {
    if (read.kind === "asked") this.#asked(line, read.asked, at);
    else this.#problem(line, read.code, `pip refuses the line: ${read.reason}`, { name: read.name, at });
  }

  #asked(line: LogicalLine, asked: Asked, at: number): void {
    this.#readable++;
    if (asked.local?.kind === "directory" && /[\s<>"'|*?]/.test(asked.local.path)) this.#oddPaths++;
    const start = locate(line, asked.edit.start).offset;
    const end = asked.edit.end === 0 ? start : locate(line, asked.edit.end - 1).offset + 1;
    this.#entries.push({
      kind: "asked",
      asked,
      via: this.#via.begin(),
      at: locate(line, at),
      span: { start, end },
      line: line.number,
    });
  }

  #problem(line: LogicalLine, code: GapCode, reason: string, where: Where = AT_START): void {
    this.#via.end();
    this.#problems++;
    if (this.#problems > MAX_PROBLEMS) return;
    const { name, at } = where;
    this.#entries.push({ kind: "problem", code, name, reason, at: locate(line, at), line: line.number });
  }

  #addComment(comment: string): void {
    this.#via.add(comment);
    if (this.#compiledFor !== null || !comment.includes("autogenerated by pip-compile")) return;
    this.#compiledFor = /with [Pp]ython ([0-9]{1,2}\.[0-9]{1,3})/.exec(comment)?.[1] ?? null;
  }
}
