import type { EditedFile } from "../../../packages/pyward/src/edit-files.ts";
import type { Dependency, Edit, Release } from "../../../packages/pyward/src/model/index.ts";
import { parseSpecifiers, parseVersion, satisfies } from "../../../packages/pyward/src/python/index.ts";

/** Two files with every hash that pip takes. */
export function releaseOf(version: string): Release {
  const files = ["a", "b"].map((digit) => ({
    filename: `it-${version}-py3-none-${digit}.whl`,
    url: `https://index.example/it-${version}-py3-none-${digit}.whl`,
    hashes: [`sha256:${digit.repeat(64)}`, `sha384:${digit.repeat(96)}`, `sha512:${digit.repeat(128)}`],
    size: null,
    uploadTime: null,
  }));
  return { requires: [], extras: [], requiresPython: null, files };
}

export function admits({ version, specifiers }: Dependency, asked: string): boolean {
  if (version !== null) return version === asked;
  const [set, parsed] = [parseSpecifiers(specifiers ?? ""), parseVersion(asked)];
  return set.ok && parsed.ok && satisfies(parsed.value, set.value, { prereleases: true });
}

/** Just below the version that all things go to. */
const LOWER = "97.2.9";

/**
 * Whether a lower version could still be installed for a place: it is admitted there, in a list where nothing else of the same name keeps it
 * out. What a project needs always comes with its extras.
 */
export function isLowAdmitted(place: Dependency, all: readonly Dependency[]): boolean {
  const keeping = all
    .filter(({ marker }) => marker === null || marker === place.marker)
    .filter((one) => !admits(one, LOWER));
  const isKept = (scope: string): boolean =>
    keeping.some(({ scopes }) =>
      scopes.some((other) => other === scope || (other === "main" && scope.startsWith("extra:"))),
    );
  return admits(place, LOWER) && !place.scopes.every(isKept);
}

/**
 * Whether a file, byte for byte, is the old one with the new texts in place of the old ones and nothing else. Found by walking over both
 * from the front, without what wrote them: every stretch between two edits is looked for in the new file as it was in the old one.
 */
export function breachesOfBytes({ path, before, after, text }: EditedFile, edits: readonly Edit[]): string[] {
  const width = before.length === Buffer.byteLength(text) ? null : before.length / Math.max(1, text.length);
  const lengthOf = (part: string): number =>
    width === null ? Buffer.byteLength(part) : Math.round(part.length * width);
  let [from, at, passed] = [0, 0, 0];
  for (const { span, was, text: put } of [
    ...edits,
    { span: { start: text.length, end: text.length }, was: "", text: "" },
  ]) {
    const length = lengthOf(text.slice(passed, span.start));
    if (Buffer.compare(before.subarray(from, from + length), after.subarray(at, at + length)) !== 0)
      return [`${path}: bytes before character ${span.start} differ`];
    from += length + lengthOf(was);
    at += length + lengthOf(put);
    passed = span.end;
  }
  return from === before.length && at === after.length
    ? []
    : [`${path}: there is more, or less, than planned`];
}
