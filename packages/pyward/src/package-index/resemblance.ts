import type { PackageName } from "../python/index.ts";

/** How one name can be taken for another. */
export type Resemblance = "one letter" | "look-alike letters" | "the order of its words" | "its separators";

/** Shorter names are one letter apart by chance. */
const SHORTEST = 6;

/** Null: they are the same, or nobody would take one for the other. What differs in a digit is a version of a name (`psycopg2`), not a slip. */
export function resemblance(one: PackageName, other: PackageName): Resemblance | null {
  if (one === other || Math.abs(one.length - other.length) > 4) return null;
  if (one.replaceAll("-", "") === other.replaceAll("-", "")) return "its separators";
  if (sortedWords(one) === sortedWords(other)) return "the order of its words";
  if (skeleton(one) === skeleton(other)) return "look-alike letters";
  return Math.min(one.length, other.length) >= SHORTEST && areOneApart(one, other) ? "one letter" : null;
}

function sortedWords(name: string): string {
  return name.split("-").toSorted().join("-");
}

/** What of ASCII looks alike in most typefaces (Unicode Technical Standard 39, "confusables"). Names hold nothing else. */
function skeleton(name: string): string {
  return name.replaceAll("rn", "m").replaceAll("vv", "w").replaceAll("0", "o").replaceAll(/[1i]/g, "l");
}

/** One letter more, less or other, or two neighbours in each other's place. */
function areOneApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return isLetter(long, at) && short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return isLetter(short, at) && isLetter(long, at);
  const isSwapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return isSwapped && short.slice(at + 2) === long.slice(at + 2);
}

function isLetter(text: string, at: number): boolean {
  return /[a-z]/.test(text.charAt(at));
}
