/**
 * Compares versions of Debian and Ubuntu, `[epoch:]upstream[-revision]` (deb-version(7)): negative, zero or positive; null where one of them is no such
 * version.
 */
export function compareDpkg(a: string, b: string): number | null {
  const [first, second] = [parse(a), parse(b)];
  if (first === null || second === null) return null;
  return (
    first.epoch - second.epoch ||
    compareParts(first.upstream, second.upstream) ||
    compareParts(first.revision, second.revision)
  );
}

interface DpkgVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

function parse(version: string): DpkgVersion | null {
  const [, epoch = "0", rest = ""] = /^(?:(\d{1,10}):)?([A-Za-z0-9.+~:-]{1,500})$/.exec(version) ?? [];
  if (rest === "" || (rest.includes(":") && !/^\d+:/.test(version))) return null;
  const dash = rest.lastIndexOf("-");
  if (dash === -1) return { epoch: Number(epoch), upstream: rest, revision: "" };
  return { epoch: Number(epoch), upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}

/** What is no digit and what is take turns; `~` sorts before the end, letters before all other characters. */
function compareParts(a: string, b: string): number {
  let [restA, restB] = [a, b];
  while (restA !== "" || restB !== "") {
    const [wordA, wordB] = [/^\D*/.exec(restA)?.[0] ?? "", /^\D*/.exec(restB)?.[0] ?? ""];
    for (let at = 0; at < Math.max(wordA.length, wordB.length); at++) {
      const difference = rankOf(wordA[at]) - rankOf(wordB[at]);
      if (difference !== 0) return difference;
    }
    [restA, restB] = [restA.slice(wordA.length), restB.slice(wordB.length)];
    const [digitsA, digitsB] = [/^\d*/.exec(restA)?.[0] ?? "", /^\d*/.exec(restB)?.[0] ?? ""];
    const difference = compareDigits(digitsA, digitsB);
    if (difference !== 0) return difference;
    [restA, restB] = [restA.slice(digitsA.length), restB.slice(digitsB.length)];
  }
  return 0;
}

function rankOf(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === "~") return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 256;
}

/** Numbers of any length; none is 0. */
export function compareDigits(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
