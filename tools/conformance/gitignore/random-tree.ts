/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Names that patterns have trouble with. */
const NAMES = [
  "a", "b", "ab", "abc", "aab", "a.txt", "b.txt", "b c", "x ", "#h", "!n", "[a]", "a*b", "a?b", "a]", "a-b",
  "-", "^", "Z9", "é", "a\\b", "foo", "foo-1", "A", "z~", "a!b", "{a}", "7", "_x",
]; // prettier-ignore

const PIECES = [
  "*", "**", "?", "a", "b", "ab", "c", "[ab]", "[!a]", "[^ab]", "[a-c]", "[]]", "[]-a]", "[!]a]", "[a", "[[:alpha:]]",
  "[[:digit:]]", "[[:nope:]]", "[[:upper:]x]", "[\\]]", "[a/b]", "[a-]", "[-a]", "[*]", "[?]", "\\a", "\\*", "\\[", "\\?",
  "\\\\", " ", "\\ ", "#", "!", "-", ".", ".txt", "foo", "é", "^", "]", "{a}", "[z-a]", "[--9]", "\\", "[[:space:]]", "[a\\-c]",
]; // prettier-ignore

type Next = () => number;

function pick<T>(items: readonly T[], next: Next): T {
  const item = items[Math.floor(next() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** Files by path, each with its text: a tree of three levels with `.gitignore` files at any of them. */
export function plantTree(root: string, next: Next): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const plant = (folder: string, depth: number): void => {
    if (depth === 0 || next() < 0.3) files.set(`${folder}/.gitignore`, rules(next));
    const names = new Set(Array.from({ length: 6 }, () => pick(NAMES, next)));
    for (const name of names) {
      const path = `${folder}/${name}`;
      if (depth < 3 && next() < 0.4) plant(path, depth + 1);
      else files.set(path, "");
    }
  };
  plant(root, 0);
  return files;
}

function rules(next: Next): string {
  const ending = next() < 0.1 ? "\r\n" : "\n";
  const lines = Array.from({ length: 1 + Math.floor(next() * 5) }, () => rule(next));
  return (next() < 0.05 ? "\uFEFF" : "") + lines.join(ending) + (next() < 0.5 ? ending : "");
}

function rule(next: Next): string {
  const parts = Array.from({ length: next() < 0.55 ? 1 : 1 + Math.floor(next() * 3) }, () => part(next));
  const start = next() < 0.2 ? "!" : next() < 0.03 ? "\\#" : next() < 0.03 ? "\\!" : "";
  const anchor = next() < 0.25 ? "/" : "";
  const end = next() < 0.2 ? "/" : next() < 0.05 ? "  " : next() < 0.02 ? "//" : "";
  return start + anchor + parts.join("/") + end;
}

function part(next: Next): string {
  if (next() < 0.2) return "**";
  if (next() < 0.4) return pick(NAMES, next);
  return Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(PIECES, next)).join("");
}
