import { positionsIn } from "../../syntax/lines.ts";
import { parsePlacedYaml } from "../../syntax/yaml/index.ts";
import { originsIn } from "../shared/placed-file.ts";
import { parseYamlFile, type ReadYaml } from "../shared/read-yaml.ts";

/** Written by hand, so never large; each line that is mended costs another reading. */
const MAX_LENGTH = 200_000;
const MAX_MENDED = 20;
const INDENT = " ".repeat(40);

/**
 * Reads YAML as pre-commit's own reader does: PyYAML takes lines of a quoted text, and brackets that close, at any
 * indentation, which YAML does not (1.2, 6.3 and 7.3). Such lines are indented before reading; places are the file's.
 */
export function parseTolerantYaml(path: string, text: string): ReadYaml {
  if (text.length > MAX_LENGTH) return parseYamlFile(path, text);
  const starts: number[] = [];
  let mended = text;
  let result = parsePlacedYaml(mended);
  while (!result.ok && result.error.message.includes("indentation") && starts.length < MAX_MENDED) {
    const start = startOfLine(mended, result.error.line);
    if (mended.startsWith(INDENT, start)) break;
    starts.push(start);
    mended = mended.slice(0, start) + INDENT + mended.slice(start);
    result = parsePlacedYaml(mended);
  }
  if (!result.ok || starts.length === 0) return parseYamlFile(path, text);
  const positionOf = positionsIn(text);
  const originAt = originsIn(path, (offset) => positionOf(asWritten(offset, starts)));
  return { kind: "yaml", file: { path, root: result.document.root, originAt } };
}

function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start;
}

/** The offset in the file of an offset in what was mended. */
function asWritten(offset: number, starts: readonly number[]): number {
  const added = starts.filter((start) => start < offset).length * INDENT.length;
  return Math.max(0, offset - added);
}
