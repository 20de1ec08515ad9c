import { matchGlob, parseGlob, type Allowance, type Glob } from "./glob.ts";

/** One line of a `.gitignore`. */
interface IgnoreRule {
  readonly line: number;
  readonly glob: Glob;
  /** `!`: takes back what an earlier rule leaves out. */
  readonly isNegated: boolean;
  readonly isFolderOnly: boolean;
  /** Compared with the path from the file's folder; otherwise with the name alone, wherever it is. */
  readonly isAnchored: boolean;
}

/** The rules of one `.gitignore`, which hold from its folder down. */
export interface IgnoreFile {
  /** In the tree's coordinates. */
  readonly folder: string;
  readonly rules: readonly IgnoreRule[];
}

/** What the rules say of a path. `line`: which one decided. */
export interface Ignored {
  readonly file: string;
  readonly line: number;
}

/** More rules than any file seen has; a file beyond it is not used at all. */
const MAX_RULES = 10_000;

/** Reads the text of a `.gitignore` (gitignore(5), "Pattern format"). Null where it has more rules than are read. */
export function parseIgnoreFile(folder: string, text: string): IgnoreFile | null {
  const rules: IgnoreRule[] = [];
  let line = 0;
  for (const whole of text.replace(/^\uFEFF/, "").split("\n")) {
    line++;
    const rule = parseRule(whole.endsWith("\r") ? whole.slice(0, -1) : whole, line);
    if (rule !== null) rules.push(rule);
    if (rules.length > MAX_RULES) return null;
  }
  return { folder, rules };
}

function parseRule(text: string, line: number): IgnoreRule | null {
  if (text.startsWith("#")) return null;
  const trimmed = withoutTrailingBlanks(text);
  const isNegated = trimmed.startsWith("!");
  const pattern = parsePattern(isNegated ? trimmed.slice(1) : trimmed);
  return pattern === null ? null : { line, isNegated, ...pattern };
}

/** A pattern of `.gitignore` without its `!`; null where it can match nothing. */
export function parsePattern(text: string): Pick<IgnoreRule, "glob" | "isFolderOnly" | "isAnchored"> | null {
  const isFolderOnly = text.endsWith("/");
  const pattern = isFolderOnly ? text.slice(0, -1) : text;
  if (pattern === "") return null;
  const isAnchored = pattern.includes("/");
  const glob = parseGlob(pattern.startsWith("/") ? pattern.slice(1) : pattern);
  return glob === null ? null : { glob, isFolderOnly, isAnchored };
}

/** Blanks at the end count only where a backslash stands before them. */
function withoutTrailingBlanks(text: string): string {
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === " ") continue;
    end = at + 1;
  }
  return text.slice(0, end);
}

/** A path that is asked about: the names from the root of the tree, and whether it is a folder. */
export interface AskedPath {
  readonly names: readonly string[];
  readonly isFolder: boolean;
}

/**
 * The rule that leaves the path out; null: none does. The deepest file decides, in it the last rule. Its folders have to
 * be asked about before: what lies in an ignored folder cannot be taken back.
 */
export function findIgnoring(
  files: readonly IgnoreFile[],
  asked: AskedPath,
  allowance: Allowance,
): Ignored | null {
  for (const { folder, rules } of files.toReversed()) {
    const names = folder === "" ? asked.names : asked.names.slice(folder.split("/").length);
    const rule = rules.findLast((candidate) => applies(candidate, { ...asked, names }, allowance));
    if (rule === undefined) continue;
    const file = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
    return rule.isNegated ? null : { file, line: rule.line };
  }
  return null;
}

/** Whether a pattern is about the path. When the allowance is used up nothing is ignored any more: more is audited, not less. */
export function applies(
  rule: Pick<IgnoreRule, "glob" | "isFolderOnly" | "isAnchored">,
  { names, isFolder }: AskedPath,
  allowance: Allowance,
): boolean {
  if (allowance.left <= 0 || (rule.isFolderOnly && !isFolder)) return false;
  return matchGlob(rule.glob, rule.isAnchored ? names : names.slice(-1), allowance);
}
