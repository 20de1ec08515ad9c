/** How much matching may still be done; shared by all that one walk compares, so that no pattern can hold it up. */
export interface Allowance {
  left: number;
}

/** One part of a pattern between slashes. `any-depth` is `**`: no folder, or one, or many. */
type Part =
  | { readonly kind: "any-depth" }
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "wild"; readonly items: readonly Item[] };

/** What one character, or with `star` any run of them, has to be. */
type Item =
  | { readonly kind: "star" }
  | { readonly kind: "any" }
  | { readonly kind: "character"; readonly text: string }
  | {
      readonly kind: "set";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [number, number])[];
    };

/** A pattern over the names of a path. */
export type Glob = readonly Part[];

/**
 * Reads a pattern by the rules of git's wildmatch (gitignore(5)): `*`, `?`, `[a-z]`, `[!a-z]`, `[[:digit:]]` and `\`
 * within a name, `**` for any number of folders. Null where it can match nothing: a bracket that is not closed.
 */
export function parseGlob(pattern: string): Glob | null {
  const parts: Part[] = [];
  for (const text of splitParts(bytesOf(pattern))) {
    const part = text === "**" ? ({ kind: "any-depth" } as const) : parsePart(text);
    if (part === null) return null;
    // Two in a row say no more than one.
    if (part.kind !== "any-depth" || parts.at(-1)?.kind !== "any-depth") parts.push(part);
  }
  return parts;
}

/** One character for each byte of UTF-8, which is what git compares: `?` is a byte there. */
function bytesOf(text: string): string {
  if (!/[^\u0000-\u007F]/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** Slashes separate, save inside of brackets, where they stand for nothing. */
function splitParts(pattern: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? "";
    if (character === "[") {
      const end = endOfSet(pattern, at);
      part += pattern.slice(at, end);
      at = end - 1;
    } else if (character === "\\" && at + 1 < pattern.length) {
      if (pattern[at + 1] === "/") continue;
      part += character + (pattern[++at] ?? "");
    } else if (character === "/") {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part];
}

/** The offset behind the closing bracket; the end of the pattern where there is none. */
function endOfSet(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === "!" || pattern[at] === "^") at++;
  if (pattern[at] === "]") at++;
  for (; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern.startsWith("[:", at)) {
      const end = pattern.indexOf("]", at + 2);
      if (end !== -1 && pattern[end - 1] === ":") at = end;
    } else if (pattern[at] === "]") return at + 1;
  }
  return pattern.length;
}

function parsePart(text: string): Part | null {
  if (!/[*?[\\]/.test(text)) return { kind: "name", text };
  const items: Item[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "*") {
      if (items.at(-1)?.kind !== "star") items.push({ kind: "star" });
    } else if (character === "?") items.push({ kind: "any" });
    else if (character === "[") {
      const end = endOfSet(text, at);
      const set = parseSet(text.slice(at, end));
      if (set === null) return null;
      items.push(set);
      at = end - 1;
    } else if (character === "\\") {
      if (++at >= text.length) return null;
      items.push({ kind: "character", text: text[at] ?? "" });
    } else items.push({ kind: "character", text: character });
  }
  return { kind: "wild", items };
}

/** A bracket expression with its brackets. */
function parseSet(text: string): Item | null {
  if (text.length < 3 || !text.endsWith("]")) return null;
  const negated = text[1] === "!" || text[1] === "^";
  const ranges: (readonly [number, number])[] = [];
  let previous: number | null = null;
  for (let at = negated ? 2 : 1; at < text.length - 1; at++) {
    const named = /^\[:([a-z]*):\]/.exec(text.slice(at, at + 12));
    if (named !== null) {
      const known = NAMED_SETS[named[1] ?? ""];
      if (known === undefined) return null;
      ranges.push(...known);
      at += named[0].length - 1;
      previous = null;
    } else if (text[at] === "-" && previous !== null && at + 1 < text.length - 1) {
      if (text[++at] === "\\") at++;
      ranges.push([previous, text.charCodeAt(at)]);
      previous = null;
    } else {
      if (text[at] === "\\") at++;
      if (at >= text.length - 1) return null;
      previous = text.charCodeAt(at);
      ranges.push([previous, previous]);
    }
  }
  return ranges.length === 0 ? null : { kind: "set", negated, ranges };
}

const NAMED_SETS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  digit: [[48, 57]],
  upper: [[65, 90]],
  lower: [[97, 122]],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
  blank: [
    [32, 32],
    [9, 9],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  print: [[32, 126]],
  graph: [[33, 126]],
};

/** Whether the whole path fits. Steps back to the last `**` or `*` only, so the work is the product of both lengths. */
export function matchGlob(glob: Glob, names: readonly string[], allowance: Allowance): boolean {
  let [part, name] = [0, 0];
  let [backPart, backName] = [-1, 0];
  while (name < names.length) {
    const wanted = glob[part];
    if (wanted?.kind === "any-depth") {
      // At the end it stands for at least one name: `a/**` is what lies in `a`.
      if (part === glob.length - 1) return true;
      [backPart, backName] = [++part, name];
    } else if (wanted !== undefined && matchName(wanted, names[name] ?? "", allowance)) {
      part++;
      name++;
    } else if (backPart === -1 || allowance.left <= 0) return false;
    else [part, name] = [backPart, ++backName];
  }
  return part === glob.length;
}

/** Whether something below the folder of these names could fit. */
export function leadsTo(glob: Glob, names: readonly string[], allowance: Allowance): boolean {
  for (const [at, name] of names.entries()) {
    const wanted = glob[at];
    if (wanted?.kind === "any-depth") return true;
    if (wanted === undefined || !matchName(wanted, name, allowance)) return false;
  }
  return names.length < glob.length;
}

function matchName(part: Part, name: string, allowance: Allowance): boolean {
  allowance.left--;
  if (part.kind === "any-depth") return true;
  if (part.kind === "name") return part.text === bytesOf(name);
  return matchItems(part.items, bytesOf(name), allowance);
}

function matchItems(items: readonly Item[], name: string, allowance: Allowance): boolean {
  let [item, at] = [0, 0];
  let [backItem, backAt] = [-1, 0];
  while (at < name.length) {
    allowance.left--;
    const wanted = items[item];
    if (wanted?.kind === "star") [backItem, backAt] = [++item, at];
    else if (wanted !== undefined && fits(wanted, name.charCodeAt(at))) {
      item++;
      at++;
    } else if (backItem === -1 || allowance.left <= 0) return false;
    else [item, at] = [backItem, ++backAt];
  }
  while (items[item]?.kind === "star") item++;
  return item === items.length;
}

function fits(item: Item, code: number): boolean {
  switch (item.kind) {
    case "star":
    case "any":
      return true;
    case "character":
      return item.text.charCodeAt(0) === code;
    case "set":
      return item.ranges.some(([low, high]) => low <= code && code <= high) !== item.negated;
  }
}
