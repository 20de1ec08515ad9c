import { formatVersion, type Version } from "../../python/index.ts";
import type { ExcludedVersion, Exclusion } from "../exclusion.ts";
import type { Cause, Incompatibility, Term } from "../incompatibility.ts";
import { baseOf } from "../priorities.ts";
import { contains, isEmpty, NO_VERSION } from "../version-set.ts";
import type { KnownCandidates } from "./derivation.ts";
import { describeSet, describeVersions, list, publishedVersions, type Subject } from "./describe-versions.ts";

/** A fact, as the middle of a sentence: `acme 2.0 needs bolt<2`. */
export function describeFact({ cause, terms }: Incompatibility, known: KnownCandidates): string {
  const [key = "", term] = [...terms][0] ?? [];
  const subject = describeTerm(key, term, known);
  switch (cause.kind) {
    case "dependency":
      return describeNeed(cause, terms, known);
    case "extra":
      return `${subject.text} goes with ${baseOf(key)} in the same version`;
    case "not-found":
      return `the index has no package ${baseOf(key)}`;
    case "invalid":
      return `${subject.text} ${cause.reason}`;
    case "no-versions":
      return cause.excluded.length > 0
        ? describeExcluded(key, cause.excluded, publishedVersions(known(key)))
        : describeNone(key, known);
    case "derived":
      return describeConclusion({ terms, cause }, known);
  }
}

function describeNeed(
  { of, on, requirement }: Extract<Cause, { kind: "dependency" }>,
  terms: Incompatibility["terms"],
  known: KnownCandidates,
): string {
  const who = of === "" ? "you ask for" : verb(describeTerm(of, terms.get(of), known), "needs", "need");
  const wanted = terms.get(on);
  const isHopeless = wanted === undefined || (!wanted.isPositive && isEmpty(wanted.set));
  const isUrl = requirement.includes(" @ ");
  return `${who} ${requirement}${isHopeless && !isUrl ? ", which no version can meet" : ""}`;
}

/** What versions there are. */
export function describeNone(key: string, known: KnownCandidates): string {
  const published = publishedVersions(known(key));
  const [first, last] = [published[0], published.at(-1)];
  const name = baseOf(key);
  if (first === undefined || last === undefined) return `no version of ${name} fits that`;
  if (first === last) return `${name} ${formatVersion(first)} is the only version`;
  if (published.length <= 3) return `the versions of ${name} are ${list(published.map(formatVersion))}`;
  return `the ${published.length} versions of ${name} go from ${formatVersion(first)} to ${formatVersion(last)}`;
}

function describeExcluded(
  key: string,
  excluded: readonly ExcludedVersion[],
  published: readonly Version[],
): string {
  const groups = Map.groupBy(excluded, ({ exclusion }) => JSON.stringify(groupOf(exclusion)));
  const name = baseOf(key);
  const texts = [...groups.values()].map((group) => {
    const wanted = new Set(group.map(({ version }) => version));
    const inside = published.filter((version) => wanted.has(version));
    const isPlural = inside.length > 1;
    const text =
      isPlural && inside.length === published.length
        ? `every version of ${name}`
        : `${name} ${describeVersions(inside, published)}`;
    const subject = { text, isPlural: isPlural && inside.length < published.length };
    return group[0] === undefined ? "" : describeExclusion(subject, group[0].exclusion);
  });
  return list(texts);
}

/** What may differ between versions that one sentence tells of. */
function groupOf(exclusion: Exclusion): Exclusion {
  return exclusion.kind === "too-new"
    ? { ...exclusion, uploadTime: exclusion.uploadTime.slice(0, 10) }
    : exclusion;
}

function describeExclusion(subject: Subject, exclusion: Exclusion): string {
  switch (exclusion.kind) {
    case "yanked":
      return `${verb(subject, "was", "were")} yanked${exclusion.reason === "" ? "" : ` (${exclusion.reason})`}`;
    case "requires-python":
      return `${verb(subject, "needs", "need")} Python ${exclusion.requiresPython}`;
    case "too-new":
      return `${verb(subject, "is", "are")} too new (uploaded on ${exclusion.uploadTime.slice(0, 10)})`;
    case "undated":
      return `the index has no upload date for ${subject.text}`;
    case "forbidden":
      return `${subject.text} must not be used (${exclusion.reason})`;
    case "constraint":
      return `the constraint ${exclusion.constraint} rules out ${subject.text}`;
    case "no-file":
      return subject.text.startsWith("every ")
        ? `${subject.text.replace("every", "no")} has a file for ${exclusion.target}`
        : `${verb(subject, "has", "have")} no file for ${exclusion.target}`;
    case "prerelease":
      return subject.isPlural
        ? `${subject.text} are pre-releases that nobody asks for`
        : `${subject.text} is a pre-release that nobody asks for`;
  }
}

/** What follows, as the end of a sentence. `rest`: the package of which it was said that some versions are out. */
export function describeConclusion(
  { terms }: Incompatibility,
  known: KnownCandidates,
  rest: string | null = null,
): string {
  const named = [...terms].filter(([key]) => key !== "");
  const positive = named.filter(([, { isPositive }]) => isPositive);
  const negative = named.filter(([, { isPositive }]) => !isPositive);
  const have = positive.map(([key, term]) => describeTerm(key, term, known));
  const want = negative.map(([key, term]) => describeTerm(key, term, known).text);
  const [only] = have;
  if (only === undefined) return want.length === 0 ? "there is no solution" : `you need ${want.join(" or ")}`;
  const [[key, { set }] = ["", { set: NO_VERSION }]] = positive;
  const left = (known(key)?.versions ?? []).filter((version) => contains(set, version));
  if (have.length === 1 && key === rest && left.length > 0) {
    const names = `${key} ${describeVersions(left.toReversed(), publishedVersions(known(key)))}`;
    const what =
      want.length > 0 ? `${left.length > 1 ? "need" : "needs"} ${want.join(" or ")}` : "cannot be used";
    return `only ${names} ${left.length > 1 ? "are" : "is"} left, which ${what}`;
  }
  const subject = have.length === 1 ? only : { text: list(have.map(({ text }) => text)), isPlural: true };
  if (want.length > 0) return `${verb(subject, "needs", "need")} ${want.join(" or ")}`;
  if (have.length > 1) return `${subject.text} cannot be used together`;
  return subject.text.startsWith("every version of ")
    ? subject.text.replace("every", "no").concat(" can be used")
    : `${subject.text} cannot be used`;
}

function describeTerm(key: string, term: Term | undefined, known: KnownCandidates): Subject {
  if (term === undefined) return { text: key, isPlural: false };
  const published = publishedVersions(known(key));
  const { versions = [] } = known(key) ?? {};
  const usable = versions.filter((version) => contains(term.set, version)).length;
  // What cannot be chosen anyway does not make a sentence more exact.
  const isEach = usable > 1 && usable === versions.length;
  return isEach
    ? { text: `every version of ${key}`, isPlural: false }
    : describeSet(key, term.set, published);
}

function verb({ text, isPlural }: Subject, singular: string, plural: string): string {
  return `${text} ${isPlural ? plural : singular}`;
}
