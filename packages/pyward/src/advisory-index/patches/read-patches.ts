import { isObject, PywardError, type Severity } from "../../model/index.ts";
import { normalizeName, parseVersion, type PackageName } from "../../python/index.ts";
import { scoreSeverities } from "../compile/cvss.ts";
import { CVSS_PATTERN, PATCH_KEYS, RANGE_KEYS, SEVERITY_LEVELS } from "./patch-keys.ts";

/** One range of versions, or one version. */
export type PatchedRange =
  | {
      readonly kind: "range";
      readonly introduced: string | null;
      readonly fixed: string | null;
      readonly lastAffected: string | null;
    }
  | { readonly kind: "version"; readonly version: string };

/** What a team corrects in one public record. */
export interface Patch {
  readonly id: string;
  readonly reason: string;
  readonly owner: string | null;
  /** Null: each package that the record names. */
  readonly package: PackageName | null;
  /** Null: what the record says. */
  readonly affected: readonly PatchedRange[] | null;
  readonly addFixed: string | null;
  readonly severity: Severity | null;
  readonly isDisputed: boolean;
  readonly isWithdrawn: boolean;
}

/** A file's value is one of patches, and no record. */
export function isPatchFile(value: unknown): value is { readonly patches: unknown } {
  return isObject(value) && "patches" in value && !("id" in value);
}

/**
 * The patches of one file, read strictly: a correction that is half understood would say something else. Throws PywardError
 * `bad-database` with the place of what is wrong.
 */
export function readPatches(value: { readonly patches: unknown }, file: string): readonly Patch[] {
  const extra = Object.keys(value).find((key) => key !== "patches" && key !== "$schema");
  if (extra !== undefined) throw bad(file, `${extra} is no key of a file of patches`);
  if (!Array.isArray(value.patches)) throw bad(file, "patches is no list");
  return value.patches.map((patch: unknown, at) => readPatch(patch, `${file}, patch ${at + 1}`));
}

function readPatch(value: unknown, where: string): Patch {
  const fields = readKeys(value, PATCH_KEYS, where);
  for (const key of ["id", "reason"] as const)
    if (textOf(fields, key, where) === null) throw bad(where, `${key} is missing`);
  const named = textOf(fields, "package", where);
  const patch: Patch = {
    id: textOf(fields, "id", where) ?? "",
    reason: textOf(fields, "reason", where) ?? "",
    owner: textOf(fields, "owner", where),
    package: named === null ? null : normalizeName(named),
    affected: fields["affected"] === undefined ? null : readAffected(fields["affected"], where),
    addFixed: versionOf(fields, "addFixed", where),
    severity: readSeverity(textOf(fields, "severity", where), where),
    isDisputed: flagOf(fields, "disputed", where),
    isWithdrawn: flagOf(fields, "withdrawn", where),
  };
  if (!changesAnything(patch)) throw bad(where, "it changes nothing");
  if (patch.affected !== null && patch.addFixed !== null)
    throw bad(where, "affected says where a flaw ends: addFixed stands beside it for nothing");
  return patch;
}

function changesAnything({ affected, addFixed, severity, isDisputed, isWithdrawn }: Patch): boolean {
  return affected !== null || addFixed !== null || severity !== null || isDisputed || isWithdrawn;
}

function readAffected(value: unknown, where: string): readonly PatchedRange[] {
  if (!Array.isArray(value)) throw bad(where, "affected is no list");
  return value.map((range: unknown, at) => readRange(range, `${where}, affected ${at + 1}`));
}

function readRange(value: unknown, where: string): PatchedRange {
  const fields = readKeys(value, RANGE_KEYS, where);
  const version = versionOf(fields, "version", where);
  const [introduced, fixed, lastAffected] = [
    versionOf(fields, "introduced", where),
    versionOf(fields, "fixed", where),
    versionOf(fields, "lastAffected", where),
  ];
  const named = [introduced, fixed, lastAffected].filter((one) => one !== null).length;
  if (version !== null) {
    if (named > 0) throw bad(where, "version stands by itself");
    return { kind: "version", version };
  }
  if (named === 0) throw bad(where, "it has no bound");
  if (fixed !== null && lastAffected !== null) throw bad(where, "fixed and lastAffected are two ends");
  return { kind: "range", introduced, fixed, lastAffected };
}

function readSeverity(text: string | null, where: string): Severity | null {
  if (text === null) return null;
  const level = SEVERITY_LEVELS.find((one) => one === text);
  if (level !== undefined) return { level, score: null, vector: null, source: null };
  const isVector = new RegExp(CVSS_PATTERN).test(text);
  const scored = isVector
    ? scoreSeverities("patch", [{ type: `CVSS_V${text[5] ?? ""}`, score: text }])
    : null;
  if (scored === null || scored.score === null)
    throw bad(where, `severity is none of ${SEVERITY_LEVELS.join(", ")}, and no vector of CVSS 3 or 4`);
  return scored;
}

function readKeys(value: unknown, keys: object, where: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw bad(where, "it is no object");
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(keys, key));
  if (unknown !== undefined) throw bad(where, `${unknown} is no key there (${Object.keys(keys).join(", ")})`);
  return value;
}

/** Longer than any reason that somebody reads. */
const MAX_TEXT = 2000;

function textOf(fields: Readonly<Record<string, unknown>>, key: string, where: string): string | null {
  const value = fields[key];
  if (value === undefined) return null;
  if (typeof value !== "string" || value.trim() === "" || value.length > MAX_TEXT)
    throw bad(where, `${key} is no text, or none of a length that one reads`);
  return value.trim();
}

/** A number of JSON is refused: `1.10` would be 1.1. */
function versionOf(fields: Readonly<Record<string, unknown>>, key: string, where: string): string | null {
  const text = textOf(fields, key, where);
  if (text !== null && !parseVersion(text).ok)
    throw bad(where, `${key} is no version as PEP 440 writes them`);
  return text;
}

/** What YAML calls true arrives as a text, as all of its scalars do. */
function flagOf(fields: Readonly<Record<string, unknown>>, key: string, where: string): boolean {
  const value = fields[key];
  if (value === undefined) return false;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw bad(where, `${key} is neither true nor false`);
}

function bad(where: string, what: string): PywardError {
  return new PywardError("bad-database", `${where}: ${what}`, {
    hint: "docs/private-advisories.md says what a patch may hold; docs/patches-schema.json is its schema",
  });
}
