import { baseName, type Gap, type Origin } from "../../model/index.ts";
import { parseJson, type JsonNode } from "../../syntax/json/index.ts";
import { ShellVariables } from "../../syntax/shell/index.ts";
import { harmless } from "../shared/harmless.ts";
import { itemsAt, memberOf, textAt } from "../shared/json-values.ts";
import { addInstalls, noMentions, type Mentions } from "../shared/pip-command/index.ts";
import { originsIn, unparsable } from "../shared/placed-file.ts";
import { codeOf, type CellCode } from "./cell-code.ts";
import { commandsOf } from "./commands.ts";

export type ReadNotebook =
  | { readonly kind: "mentions"; readonly mentions: Mentions; readonly notes: readonly string[] }
  | { readonly kind: "gap"; readonly gap: Gap };

/** Figures and tables: nearly all of a large notebook. */
const SKIPPED: ReadonlySet<string> = new Set(["outputs", "attachments"]);

/** Reads what the code cells of a notebook install (nbformat 3 and 4), where its kernel is Python's. */
export function readNotebook(path: string, text: string): ReadNotebook {
  const result = parseJson(text, SKIPPED);
  if (!result.ok) return unparsable(path, result.error, `it is not JSON: ${result.error.message}`);
  const { root, positionOf } = result.document;
  const originAt = originsIn(path, positionOf);
  const mentions = noMentions();
  const variables = new ShellVariables();
  /** Cell, from 1 → the line of the first package that it installs. */
  const places = new Map<number, number>();
  for (const [at, cell] of (isOfPython(root) ? cellsOf(root) : []).entries()) {
    const code = codeOf(cell, text);
    const before = mentions.entries.length;
    const goesOn = code === null || addCell(code, { variables, originAt, mentions });
    const first = mentions.entries[before]?.origin.line ?? null;
    if (first !== null) places.set(at + 1, first);
    if (!goesOn) break;
  }
  return { kind: "mentions", mentions, notes: cellNotes(path, places) };
}

interface Reading {
  readonly variables: ShellVariables;
  readonly originAt: (offset: number) => Origin;
  readonly mentions: Mentions;
}

/** False where reading ends. */
function addCell({ text, offsetOf }: CellCode, { variables, originAt, mentions }: Reading): boolean {
  for (const { script, start } of commandsOf(text)) {
    const placed = {
      script: { text: script, variables },
      scope: "main",
      originAt: (offset: number) => originAt(offsetOf(start + offset)),
      isFilledIn,
    } as const;
    if (!addInstalls(placed, mentions)) return false;
  }
  return true;
}

/** `{name}` is Python's, put in by IPython; which value it has then is not known. */
function isFilledIn(text: string): boolean {
  return /[{}]/.test(text);
}

function isOfPython(root: JsonNode): boolean {
  const metadata = memberOf(root, "metadata");
  const language =
    textAt(memberOf(metadata, "kernelspec"), "language") ??
    textAt(memberOf(metadata, "language_info"), "name");
  return language === null || /python|^sage/i.test(language);
}

/** nbformat 3 has them in worksheets. */
function cellsOf(root: JsonNode): readonly JsonNode[] {
  const worksheets = itemsAt(root, "worksheets").flatMap((worksheet) => itemsAt(worksheet, "cells"));
  return worksheets.length > 0 ? worksheets : itemsAt(root, "cells");
}

/** More tell nobody anything. */
const CELLS_NAMED = 5;

/** Notebooks are read by their cells, and their places are lines of a file that nobody looks at. */
function cellNotes(path: string, places: ReadonlyMap<number, number>): readonly string[] {
  const named = [...places].map(([cell, line]) => `cell ${cell} (line ${line})`);
  if (named.length === 0) return [];
  const more = named.length > CELLS_NAMED ? [`${named.length - CELLS_NAMED} more`] : [];
  return [`${harmless(baseName(path))} installs in ${[...named.slice(0, CELLS_NAMED), ...more].join(", ")}`];
}
