import {
  fileOrigin,
  makeGap,
  makeInventory,
  type Gap,
  type Inventory,
  type Origin,
  type Span,
} from "../../model/index.ts";
import { parseRequirement } from "../../python/index.ts";
import {
  entry,
  parseToml,
  placeInString,
  type Position,
  type TomlNode,
  type TomlTable,
} from "../../syntax/toml/index.ts";
import { askFor, writtenSpan } from "../shared/ask-requirement.ts";
import { assemble } from "../shared/assemble.ts";
import type { Entry } from "../shared/asked.ts";
import { uvBounds, withBounds } from "../shared/bounds.ts";
import { stringOf } from "../shared/toml-values.ts";
import { applySources } from "../shared/uv-sources.ts";
import { findBlock, type ScriptBlock } from "./block.ts";

/** Reads the metadata of a script. */
export function readScript(path: string, text: string): Inventory {
  const found = findBlock(text);
  switch (found.kind) {
    case "none":
      return wholeFile("nothing-to-audit", "it has no metadata of a script (PEP 723)", fileOrigin(path));
    case "unclosed":
      return wholeFile(
        "unparsable-file",
        "no line with # /// alone closes its metadata",
        at(path, found.line),
      );
    case "several":
      return wholeFile("unparsable-file", "it has the metadata of a script twice", at(path, found.line));
    case "block":
      return readBlock(path, found.block);
    default:
      return found satisfies never;
  }
}

function at(path: string, line: number): Origin {
  return { ...fileOrigin(path), line, column: 1 };
}

function wholeFile(code: Gap["code"], reason: string, origin: Origin): Inventory {
  return makeInventory({ gaps: [makeGap({ code, reason, origin })] });
}

function readBlock(path: string, block: ScriptBlock): Inventory {
  const result = parseToml(block.content);
  if (!result.ok) {
    const origin = originIn(path, block, result.error, null);
    return wholeFile("unparsable-file", `its metadata is not TOML: ${result.error.message}`, origin);
  }
  const { root, positionOf } = result.document;
  const reading: Reading = {
    content: block.content,
    originAt: (offset, span = null) => originIn(path, block, positionOf(offset), span),
    entries: [],
    gaps: [],
  };
  readDependencies(entry(root, "dependencies"), reading);
  return makeInventory({
    dependencies: assemble(applySources(reading.entries, root), "declared"),
    gaps: reading.gaps,
    notes: notesOf(root),
    ...withBounds({ requiresPython: stringOf(entry(root, "requires-python")), ...uvBounds(root) }),
  });
}

interface Reading {
  /** The metadata. */
  readonly content: string;
  /** Of an offset in the metadata; `span` lies in the same line. */
  originAt(offset: number, span?: Span | null): Origin;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

/** From a place in the metadata to the one in the script. The end of the metadata is that of its last line. */
function originIn(
  path: string,
  { lines }: ScriptBlock,
  { line, column }: Position,
  span: Span | null,
): Origin {
  const placed = lines[line - 1];
  if (placed === undefined) return at(path, lines.at(-1)?.line ?? 1);
  const shift = placed.start - placed.offset;
  return {
    ...fileOrigin(path),
    line: placed.line,
    column: placed.column + column - 1,
    span: span === null ? null : { start: span.start + shift, end: span.end + shift },
  };
}

function readDependencies(list: TomlNode | null, reading: Reading): void {
  if (list === null) return;
  if (list.kind !== "array") return refuse(reading, list, "what stands here is no list of requirements");
  for (const item of list.items) readRequirement(item, reading);
}

function readRequirement(node: TomlNode, reading: Reading): void {
  if (node.kind !== "string") return refuse(reading, node, "what stands here is no requirement");
  const parsed = parseRequirement(node.value.trim());
  if (!parsed.ok)
    return refuse(reading, node, `what stands here is no requirement of PEP 508: ${parsed.error.message}`);
  const { start, end } = writtenSpan(node.value);
  const placeOf = (index: number): number => placeInString(reading.content, node, index);
  const isOneLine = !reading.content.slice(node.start, node.end).includes("\n");
  const span = isOneLine ? { start: placeOf(start), end: placeOf(end) } : null;
  const origin = reading.originAt(node.start, span);
  reading.entries.push({ asked: askFor(parsed.value, node.value), scope: "main", origin });
}

function refuse({ gaps, originAt }: Reading, node: TomlNode, reason: string): void {
  gaps.push(makeGap({ code: "unparsable-line", reason, origin: originAt(node.start) }));
}

function notesOf(root: TomlTable): readonly string[] {
  const python = stringOf(entry(root, "requires-python"));
  const isPlain = python !== null && /^[0-9A-Za-z.,<>=!~* ]{1,100}$/.test(python);
  return isPlain ? [`the script is for Python ${python}`] : [];
}
