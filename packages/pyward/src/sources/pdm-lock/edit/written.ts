import type { Release, ReleaseFile, VersionChange } from "../../../model/index.ts";
import { parseSpecifiers, satisfies } from "../../../python/index.ts";
import { isSettledForPdm, pdmNeeds } from "../../shared/lock-edit/pdm-needs.ts";
import { pythonText, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import { isQuotable, quoted } from "../../shared/lock-edit/quoted.ts";
import type { Link } from "../../shared/lock-edit/reasons.ts";
import { linksOf } from "./locked-text.ts";
import { isLockedWheel } from "./wheels.ts";

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
  if (!isSettledForPdm(requiresPython))
    return `${name} ${to} may be said to be for the same Pythons in two ways`;
  const needs = pdmNeeds(name, release, extras);
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

function filesOf(
  files: readonly ReleaseFile[],
  pythons: PythonInterval,
  hasUrls: boolean,
): readonly string[] | string {
  const kept = files
    .filter((file) => !file.filename.endsWith(".whl") || isLockedWheel(file, pythons))
    .toSorted((a, b) => ((hasUrls ? a.url < b.url : a.filename < b.filename) ? -1 : 1));
  const lines = kept.map(({ filename, url, hashes }) => {
    const hash = hashes.find((one) => /^sha256:[0-9a-f]{64}$/.test(one));
    const place = hasUrls ? `url = "${url}"` : `file = "${filename}"`;
    return hash === undefined || /["\\\s]/.test(filename + url) ? null : `    {${place}, hash = "${hash}"},`;
  });
  const known = lines.filter((line) => line !== null);
  if (known.length === 0 || known.length < lines.length) return "has a file without a SHA-256 hash";
  return ["files = [", ...known, "]"];
}
