import type { Token } from "./token.ts";

/** Statements that run together or not at all, below the same header. */
export interface PythonBlock {
  /** Null for the module itself. */
  readonly parent: PythonBlock | null;
  readonly depth: number;
}

/** A simple statement, or the header of a compound one, as a range of tokens without its newline, `;` or `:`. */
export interface PythonStatement {
  readonly from: number;
  readonly to: number;
  readonly block: PythonBlock;
}

/** Python itself allows a hundred. */
const MAX_DEPTH = 100;

/**
 * The statements of a file in their order, each with the block that it stands in; null where blocks nest deeper than
 * Python allows. Linear in the tokens.
 */
export function readStatements(tokens: readonly Token[]): readonly PythonStatement[] | null {
  const module: PythonBlock = { parent: null, depth: 0 };
  const reading: Reading = { tokens, statements: [], levels: [{ indent: 0, block: module }] };
  let at = 0;
  while (at < tokens.length) {
    const block = enter(reading, tokens[at]?.indent ?? 0);
    if (block === null) return null;
    at = readLine(reading, at, block);
  }
  return reading.statements;
}

interface Level {
  readonly indent: number;
  readonly block: PythonBlock;
}

interface Reading {
  readonly tokens: readonly Token[];
  readonly statements: PythonStatement[];
  readonly levels: Level[];
}

function below(block: PythonBlock): PythonBlock {
  return { parent: block, depth: block.depth + 1 };
}

/** The block of a line with this indentation. A line that falls between two levels belongs to a block of its own. */
function enter({ levels }: Reading, indent: number): PythonBlock | null {
  while (levels.length > 1 && (levels.at(-1)?.indent ?? 0) > indent) levels.pop();
  const level = levels.at(-1);
  if (level === undefined || levels.length > MAX_DEPTH) return null;
  if (level.indent >= indent) return level.block;
  const block = below(level.block);
  levels.push({ indent, block });
  return block;
}

const HEADERS: ReadonlySet<string> = new Set(
  "if elif else for while try except finally with def class async match case".split(" "),
);

/** Reads a logical line; returns the index behind its newline. */
function readLine({ tokens, statements }: Reading, from: number, block: PythonBlock): number {
  const first = tokens[from];
  let isHeader = first?.kind === "name" && HEADERS.has(first.text);
  let current = block;
  let start = from;
  let at = from;
  let lambdas = 0;
  const finish = (): void => {
    if (at > start) statements.push({ from: start, to: at, block: current });
    start = at + 1;
  };
  for (let token = tokens[at]; token !== undefined && token.kind !== "newline"; token = tokens[at]) {
    if (token.text === "lambda") lambdas++;
    if (token.text === ";") finish();
    else if (token.text === ":" && lambdas > 0) lambdas--;
    else if (token.text === ":" && isHeader) {
      finish();
      isHeader = false;
      current = below(block);
    }
    at = Math.max(at, token.partner) + 1;
  }
  finish();
  return at + 1;
}

/** Whether what stands in `inner` runs only where `outer` runs. */
export function isWithin(inner: PythonBlock, outer: PythonBlock): boolean {
  let block: PythonBlock | null = inner;
  while (block !== null && block.depth > outer.depth) block = block.parent;
  return block === outer;
}
