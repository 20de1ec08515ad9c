import type { Release, ReleaseFile, VersionChange } from "../../../model/index.ts";
import { formatSpecifiers, parseSpecifiers, satisfies } from "../../../python/index.ts";
import { nextMinor, pythonText, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import { isQuotable, quoted } from "../../shared/lock-edit/quoted.ts";
import type { Link } from "../../shared/lock-edit/reasons.ts";
import type { Block } from "./locked-text.ts";
import { needsText } from "./release-text.ts";

/** A release in the words of a lock, but for what it is needed for. */
export interface WrittenRelease {
  readonly version: string;
  readonly description: string;
  readonly pythons: string;
  /** Of its files and what it needs. */
  readonly lines: readonly string[];
  readonly links: readonly Link[];
  /** The table of its source; empty: it is from the default index. */
  readonly source: string;
}

interface ReleaseSettings {
  readonly pythons: PythonInterval;
  /** Those of its extras that something needs. */
  readonly wanted: ReadonlySet<string>;
  /** Null: not certain. */
  readonly source: string | null;
}

/** A text: why it is not certain what Poetry writes, the end of a sentence about the lock. */
export function writeRelease(
  { name, to, release }: VersionChange,
  { pythons, wanted, source }: ReleaseSettings,
): WrittenRelease | string {
  if (to === null || release === null) return `${name} ${to} was not looked up in an index`;
  if (!admitsAll(release, pythons))
    return `${name} ${to} is not for all versions of Python that the lock is for`;
  if (source === null) return `${name} ${to} would come from one of several indexes`;
  const needs = needsText(name, release, { pythons, wanted });
  if (typeof needs === "string") return needs;
  // Without a table of its source it is from the default index, which may give the normal form of what was uploaded.
  if (source === "" && !isNormal(release.requiresPython ?? ""))
    return `${name} ${to} may be said to be for the same Pythons in two ways`;
  const head = headTexts(release);
  if (typeof head === "string") return `${name} ${to} ${head}`;
  const files = filesLines(release.files);
  if (files === null) return `${name} ${to} has no files with hashes`;
  return { version: to, ...head, lines: [...files, ...needs.lines], links: needs.links, source };
}

/** The text of a package, from its header to the end of its last line. */
export function blockText(
  { version, description, pythons, lines, source }: WrittenRelease,
  {
    rawName,
    isOptional,
    kept,
  }: Pick<Block, "rawName" | "isOptional"> & { readonly kept: { readonly groups: string } },
): string {
  const head = [
    "[[package]]",
    `name = "${rawName}"`,
    `version = "${version}"`,
    `description = ${description}`,
    `optional = ${isOptional}`,
    `python-versions = ${pythons}`,
  ];
  return `${head.join("\n")}\n${kept.groups}${lines.join("\n")}\n${source}`;
}

/** Above its files; a text where it is not certain: the end of a sentence about the release. */
function headTexts(release: Release): Readonly<Record<"description" | "pythons", string>> | string {
  const { summary, requiresPython } = release;
  if (summary === undefined) return "has a description that was not asked for";
  if (summary !== null && !isQuotable(summary)) return "has an unusual description";
  // As it was uploaded, in whatever form.
  const pythons = requiresPython === null || requiresPython === "" ? "*" : requiresPython;
  if (!/^[\w.,<>=!~* ]+$/.test(pythons)) return "says for which Pythons it is in an unusual way";
  return { description: quoted(summary ?? ""), pythons: quoted(pythons) };
}

function isNormal(requiresPython: string): boolean {
  const parsed = parseSpecifiers(requiresPython);
  return parsed.ok && formatSpecifiers(parsed.value) === requiresPython;
}

function filesLines(files: readonly ReleaseFile[]): readonly string[] | null {
  const sorted = files.toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
  const lines = sorted.map(({ filename, hashes }) => {
    const hash = hashes.find((one) => /^sha256:[0-9a-f]{64}$/.test(one));
    return hash === undefined || /["\\]/.test(filename)
      ? null
      : `    {file = "${filename}", hash = "${hash}"},`;
  });
  const known = lines.filter((line) => line !== null);
  return known.length === lines.length && known.length > 0 ? ["files = [", ...known, "]"] : null;
}

/** Poetry wants every Python of the project. */
function admitsAll({ requiresPython }: Release, [lowest, highest]: PythonInterval): boolean {
  if (requiresPython === null) return true;
  const parsed = parseSpecifiers(requiresPython);
  if (!parsed.ok) return false;
  const places: number[] = [lowest];
  for (
    let place = nextMinor(lowest - (lowest % 1000));
    place < Math.min(highest, LAST_MINOR);
    place = nextMinor(place)
  )
    places.push(place);
  if (highest > LAST_MINOR) places.push(AFTER_ALL);
  return places.every((place) => satisfies(pythonText(place), parsed.value));
}

const LAST_MINOR = 3_060_000;
const AFTER_ALL = 4_000_000;
