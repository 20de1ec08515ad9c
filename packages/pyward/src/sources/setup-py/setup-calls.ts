import {
  collectNames,
  readExpression,
  readStatements,
  tokenize,
  type PythonBlock,
  type PythonCall,
  type PythonNames,
  type TokenText,
} from "../../syntax/python/index.ts";

/** The calls of `setup` in a file, and all that is needed to evaluate their arguments. */
export type SetupScript =
  | {
      readonly ok: true;
      readonly text: TokenText;
      readonly names: PythonNames;
      readonly calls: readonly SetupCall[];
    }
  | { readonly ok: false; readonly offset: number; readonly message: string };

export interface SetupCall {
  readonly call: PythonCall;
  /** Of the statement that holds it. */
  readonly block: PythonBlock;
}

/** More calls than any script has, even one for each way to build. */
export const MAX_CALLS = 20;

/**
 * Finds where the script calls what it imports as `setup`, whoever offers it: setuptools, distutils and those who wrap
 * them. It does not matter under which condition, or in which function.
 */
export function findSetupCalls(content: string): SetupScript {
  const read = tokenize(content);
  if (!read.ok) return read;
  const text: TokenText = { text: content, tokens: read.tokens };
  const statements = readStatements(read.tokens);
  if (statements === null) return { ok: false, offset: 0, message: "its blocks nest too deep" };
  const names = collectNames(text, statements);
  const called = calledNames(names);
  const calls: SetupCall[] = [];
  for (const { from, to, block } of statements) {
    for (let at = from; at < to && calls.length < MAX_CALLS; at++) {
      const end = endOfCall(text, at, called);
      const call = end === null ? null : readExpression(text, at, end);
      if (call?.kind === "call") calls.push({ call, block });
    }
  }
  return { ok: true, text, names, calls };
}

interface CalledNames {
  /** What stands for `setup` itself. */
  readonly functions: ReadonlySet<string>;
  /** Modules, of which one may have it. */
  readonly modules: ReadonlySet<string>;
}

function calledNames({ imports }: PythonNames): CalledNames {
  const functions = imports
    .filter(({ from, name }) => from !== null && name === "setup")
    .map((item) => item.as);
  return { functions: new Set(["setup", ...functions]), modules: new Set(imports.map((item) => item.as)) };
}

/** Index behind `setup(…)` or `module.setup(…)`; null where no such call begins at `at`. */
function endOfCall({ tokens }: TokenText, at: number, { functions, modules }: CalledNames): number | null {
  const first = tokens[at];
  const before = tokens[at - 1];
  if (first?.kind !== "name" || [".", "def", "class"].includes(before?.text ?? "")) return null;
  let last = at;
  if (modules.has(first.text)) {
    while (tokens[last + 1]?.text === "." && tokens[last + 2]?.kind === "name") last += 2;
  }
  const open = tokens[last + 1];
  const isSetup = last === at ? functions.has(first.text) : tokens[last]?.text === "setup";
  return isSetup && open?.text === "(" && open.partner > last ? open.partner + 1 : null;
}
