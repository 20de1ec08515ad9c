import type { Release, ReleaseFile, VersionChange } from "../../../model/index.ts";
import { formatSpecifiers, parseRequirement, parseSpecifiers, satisfies } from "../../../python/index.ts";
import { pythonText, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import { isQuotable, quoted } from "../../shared/lock-edit/quoted.ts";
import type { Link } from "../../shared/lock-edit/reasons.ts";
import { splitMarker } from "../../shared/lock-edit/repeated-marker.ts";
import { lockedWheel } from "../../shared/lock-edit/wheels.ts";
import { linksOf } from "./locked-text.ts";

/** An entry in the words of a lock, but for what it is needed for. */
export interface WrittenEntry {
  readonly head: readonly string[];
  readonly tail: readonly string[];
  readonly links: readonly Link[];
}

interface EntrySettings {
  readonly extras: readonly string[];
  readonly pythons: PythonInterval;
  readonly hasUrls: boolean;
}

/** A text: why it is not certain what PDM writes, the end of a sentence about the lock. */
export function writeEntry(
  { name, to, release }: VersionChange,
  { extras, pythons, hasUrls }: EntrySettings,
): WrittenEntry | string {
  if (to === null || release === null) return `${name} ${to} was not looked up in an index`;
  if (!admits(release, pythons))
    return `${name} ${to} is not for all versions of Python that the lock is for`;
  const { summary, requiresPython } = release;
  if (summary === undefined) return `${name} ${to} has a description that was not asked for`;
  if (summary !== null && !isQuotable(summary)) return `${name} ${to} has an unusual description`;
  if (!/^[\w.,<>=!~* ]*$/.test(requiresPython ?? ""))
    return `${name} ${to} says for which Pythons it is in an unusual way`;
  if (!isSettled(requiresPython)) return `${name} ${to} may be said to be for the same Pythons in two ways`;
  const needs = needsOf(name, release, extras);
  if (typeof needs === "string") return needs;
  const files = filesOf(release.files, pythons, hasUrls);
  if (typeof files === "string") return `${name} ${to} ${files}`;
  const own = extras.length === 0 ? needs : [...needs, `${name}==${to}`];
  const lines = own.toSorted();
  return {
    head: [
      "[[package]]",
      `name = ${quoted(name)}`,
      `version = ${quoted(to)}`,
      ...(extras.length === 0 ? [] : [`extras = [${extras.map(quoted).join(", ")}]`]),
      ...(requiresPython ? [`requires_python = ${quoted(requiresPython)}`] : []),
      `summary = ${quoted(summary ?? "")}`,
    ],
    tail: [
      ...(lines.length === 0
        ? []
        : ["dependencies = [", ...lines.map((line) => `    ${quoted(line)},`), "]"]),
      ...files,
    ],
    links: lines.flatMap(linksOf),
  };
}

function admits({ requiresPython }: Release, [lowest]: PythonInterval): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  return parsed.ok && satisfies(pythonText(lowest), parsed.value);
}

/** PDM repeats what the index says, which is what was uploaded or its normal form. */
function isSettled(requiresPython: string | null): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  return parsed.ok && formatSpecifiers(parsed.value) === (requiresPython ?? "");
}

const EVERY: PythonInterval = [0, Infinity];

/** What it needs without extras, or what the extras add: also what no Python of the lock will need. */
function needsOf(
  name: string,
  { requires, extras: provided }: Release,
  extras: readonly string[],
): readonly string[] | string {
  const lines: string[] = [];
  const lacking = extras.find((extra) => !provided.includes(extra));
  if (lacking !== undefined) return `${name} has no extra ${lacking} any more`;
  const names = new Set<string>();
  for (const text of requires) {
    const parsed = parseRequirement(text);
    if (!parsed.ok) return `${name} has a requirement that is none`;
    const { rawName, specifiers, url, marker, extras: wanted } = parsed.value;
    const { extra, whole, rest } = splitMarker(marker, EVERY);
    if (extra === null ? extras.length > 0 && whole.kind === "marker" : !extras.includes(extra)) continue;
    const isClear = whole.kind !== "unclear" && rest.kind === "marker" && url === null && wanted.length === 0;
    if (!isClear || names.has(parsed.value.name) || parsed.value.name === name)
      return `${name} needs ${parsed.value.name} in a way that PDM may write otherwise`;
    names.add(parsed.value.name);
    const condition = rest.text === null ? "" : `; ${rest.text}`;
    lines.push(`${rawName.replaceAll(/[^A-Za-z0-9.]+/g, "-")}${formatSpecifiers(specifiers)}${condition}`);
  }
  return lines;
}

function filesOf(
  files: readonly ReleaseFile[],
  pythons: PythonInterval,
  hasUrls: boolean,
): readonly string[] | string {
  const kept = files
    .filter((file) => !file.filename.endsWith(".whl") || lockedWheel(file, pythons) !== null)
    .toSorted((a, b) => (a.filename < b.filename ? -1 : 1));
  const lines = kept.map(({ filename, url, hashes }) => {
    const hash = hashes.find((one) => /^sha256:[0-9a-f]{64}$/.test(one));
    const place = hasUrls ? `url = "${url}"` : `file = "${filename}"`;
    return hash === undefined || /["\\\s]/.test(filename + url) ? null : `    {${place}, hash = "${hash}"},`;
  });
  const known = lines.filter((line) => line !== null);
  if (known.length === 0 || known.length < lines.length) return "has a file without a SHA-256 hash";
  return ["files = [", ...known, "]"];
}
