import { INTERPRETER, isObject } from "../../model/index.ts";
import { compareVersions } from "../../python/index.ts";
import type { OsvAffected, OsvRange } from "./osv-record.ts";
import { createVersionReader } from "./versions.ts";

/** A record of the Python Software Foundation's own advisories. */
export function isOfInterpreter(id: string): boolean {
  return /^PSF-\d{4}-\d+$/i.test(id);
}

/**
 * Whether an entry of such a record is about CPython: it names the repository, or the interpreter in an ecosystem of its own. PSF's records
 * about packages of PyPI name these like everybody else.
 */
export function isAboutInterpreter(named: unknown, ranges: readonly OsvRange[]): boolean {
  if (isObject(named)) return typeof named["name"] === "string" && /^c?python$/i.test(named["name"].trim());
  return named === undefined || named === null ? ranges.some(isOfRepository) : false;
}

const REPOSITORY = /[/:]python\/cpython(?:\.git)?\/?$/i;

function isOfRepository({ type, repo }: OsvRange): boolean {
  return type === "GIT" && repo !== null && REPOSITORY.test(repo);
}

/**
 * The entry as one that can be compared with versions. Tags (`v3.11.4`) are versions. A range of commits that nothing ends holds all that comes
 * after the last tag that its supplier saw (OSV schema, "Evaluation"); one that something ends says nothing beyond its tags.
 */
export function ofInterpreter(entry: Omit<OsvAffected, "name">): OsvAffected {
  const versions = entry.versions.map((tag) => tag.trim().replace(/^v(?=\d)/i, ""));
  const endless = entry.ranges.filter(isOfRepository).some(isEndless);
  const last = endless ? newest(versions) : null;
  const rest: OsvRange | null =
    last === null ? null : { type: "ECOSYSTEM", repo: null, events: [{ kind: "introduced", version: last }] };
  return {
    ...entry,
    name: INTERPRETER,
    versions,
    ranges: rest === null ? entry.ranges : [...entry.ranges, rest],
  };
}

function isEndless({ events }: OsvRange): boolean {
  return (
    events.some(({ kind }) => kind === "introduced") && events.every(({ kind }) => kind === "introduced")
  );
}

function newest(versions: readonly string[]): string | null {
  const reader = createVersionReader();
  const read = versions.flatMap((text) => reader.read(text) ?? []);
  return read.toSorted((a, b) => compareVersions(b.version, a.version))[0]?.text ?? null;
}
