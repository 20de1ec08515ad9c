import { positionsIn, type Position } from "../lines.ts";

/** `Tag: value`. Offsets are UTF-16 code units in the text that was read. */
export interface TagValueLine {
  readonly tag: string;
  /** Without the `<text>` around it. */
  readonly value: string;
  /** Of the value. */
  readonly start: number;
}

/** A line that is no `Tag: value`, or a `<text>` that does not end. */
export interface TagValueFault {
  readonly offset: number;
  readonly message: string;
}

export interface TagValueDocument {
  readonly lines: readonly TagValueLine[];
  readonly faults: readonly TagValueFault[];
  /** Line and column of an offset in the text. */
  positionOf(offset: number): Position;
}

/**
 * Reads the tag-value form of SPDX 2: one `Tag: value` a line, comments that begin with `#`, and values of several lines
 * between `<text>` and `</text>`. Linear in the length of the text. A byte order mark counts as one code unit.
 */
export function parseTagValue(text: string): TagValueDocument {
  const lines: TagValueLine[] = [];
  const faults: TagValueFault[] = [];
  let at = text.startsWith("\u{FEFF}") ? 1 : 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    const next = readLine(text, line, at, { lines, faults });
    at = Math.max(end, next) + 1;
  }
  return { lines, faults, positionOf: positionsIn(text) };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

type Found = Pick<{ lines: TagValueLine[]; faults: TagValueFault[] }, "lines" | "faults">;

const OPEN = "<text>";
const CLOSE = "</text>";

/** Gives the offset where reading goes on, at the earliest. */
function readLine(text: string, line: string, at: number, { lines, faults }: Found): number {
  const trimmed = line.trim();
  if (trimmed === "" || trimmed.startsWith("#")) return at;
  const parts = /^\s*([A-Za-z]+)\s*:\s*/.exec(line);
  if (parts === null) {
    faults.push({ offset: at + line.indexOf(trimmed), message: "the line is no tag with a value" });
    return at;
  }
  const [whole, tag = ""] = parts;
  const start = at + whole.length;
  if (!text.startsWith(OPEN, start)) {
    lines.push({ tag, value: line.slice(whole.length).trim(), start });
    return at;
  }
  const close = text.indexOf(CLOSE, start);
  if (close === -1) faults.push({ offset: start, message: "a <text> that does not end" });
  const end = close === -1 ? text.length : close;
  lines.push({ tag, value: text.slice(start + OPEN.length, end), start });
  return close === -1 ? end : lineEnd(text, close);
}
