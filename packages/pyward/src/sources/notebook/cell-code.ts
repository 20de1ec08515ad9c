import type { JsonNode, JsonString } from "../../syntax/json/index.ts";
import { memberOf, textAt } from "../shared/json-values.ts";

/** The code of a cell. */
export interface CellCode {
  readonly text: string;
  /** Where an offset of the code stands in the notebook. Quick where offsets grow from call to call. */
  offsetOf(offset: number): number;
}

/** Null: no code, or that of another language. `notebook` is the whole file. */
export function codeOf(cell: JsonNode, notebook: string): CellCode | null {
  if (textAt(cell, "cell_type") !== "code") return null;
  // nbformat 3 has `input`, and says the language.
  if (!/^(?:i?python.*)?$/i.test(textAt(cell, "language") ?? "")) return null;
  const source = memberOf(cell, "source") ?? memberOf(cell, "input");
  const items = source?.kind === "array" ? source.items : source === null ? [] : [source];
  const lines = items.filter((item) => item.kind === "string");
  return { text: lines.map(({ value }) => value).join(""), offsetOf: placesIn(lines, notebook) };
}

function placesIn(lines: readonly JsonString[], notebook: string): CellCode["offsetOf"] {
  let at = 0;
  /** Of the line at `at`, in the code; and as far as it was counted, there and in the notebook. */
  let begin = 0;
  let seen = { offset: 0, written: lines[0] === undefined ? 0 : lines[0].start + 1 };
  return (offset) => {
    for (let line = lines[at]; line !== undefined && offset >= begin + line.value.length; line = lines[at]) {
      const next = lines[at + 1];
      if (next === undefined) break;
      begin += line.value.length;
      at++;
      seen = { offset: begin, written: next.start + 1 };
    }
    if (offset < seen.offset) return seen.written;
    seen = { offset, written: skipWritten(notebook, seen.written, offset - seen.offset) };
    return seen.written;
  };
}

/** The offset behind so many characters of a JSON string, in which an escape is longer than what it stands for. */
function skipWritten(text: string, from: number, count: number): number {
  let at = from;
  for (let left = count; left > 0; left--)
    at += text.charAt(at) !== "\\" ? 1 : text.charAt(at + 1) === "u" ? 6 : 2;
  return Math.min(at, text.length);
}
