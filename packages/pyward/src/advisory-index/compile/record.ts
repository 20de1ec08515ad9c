import { isObject } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import { normalizeName } from "../../python/index.ts";
import { readHashes } from "./hashes.ts";
import { readSymbols } from "./symbols.ts";

/**
 * The fields of an OSV record (schema 1.7) that the index uses, read leniently: what matching stands on must have its
 * type, else the record is malformed; anything else that is not what it should be counts as absent.
 */
export interface OsvRecord {
  readonly id: string;
  readonly aliases: readonly string[];
  /** As written; null where absent. */
  readonly modified: unknown;
  readonly published: unknown;
  /** Anything but null, false and "" counts as withdrawn. */
  readonly withdrawn: unknown;
  readonly summary: string | null;
  readonly details: string | null;
  readonly severity: readonly OsvSeverity[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  /** SHA-256 of files that the record is about, lower case. */
  readonly hashes: readonly string[];
  /** Entries for packages of PyPI only. */
  readonly affected: readonly OsvAffected[];
}

export interface OsvAffected {
  readonly name: PackageName;
  readonly ranges: readonly OsvRange[];
  readonly versions: readonly string[];
  readonly severity: readonly OsvSeverity[];
  /** Dotted paths of what is flawed, as far as its `ecosystem_specific` names any. */
  readonly symbols: readonly string[];
}

export interface OsvRange {
  readonly type: string;
  readonly repo: string | null;
  readonly events: readonly OsvEvent[];
}

export interface OsvEvent {
  readonly kind: "introduced" | "fixed" | "last_affected" | "limit";
  readonly version: string;
}

export interface OsvSeverity {
  readonly type: string;
  readonly score: string;
}

export type RecordResult =
  | { readonly kind: "record"; readonly record: OsvRecord }
  | { readonly kind: "malformed"; readonly id: string | null; readonly reason: string };

const EVENT_KINDS = ["introduced", "fixed", "last_affected", "limit"] as const;
const MAX_NAME = 200;
/** Longer than any real id; a bound so that no name of a record can flood an output. */
const MAX_ID = 200;

export function readRecord(value: unknown): RecordResult {
  if (!isObject(value)) return { kind: "malformed", id: null, reason: "the record is not an object" };
  const id = value["id"];
  if (typeof id !== "string" || id.trim() === "" || id.length > MAX_ID)
    return { kind: "malformed", id: null, reason: "the record has no id" };
  try {
    return { kind: "record", record: readFields(id, value) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { kind: "malformed", id, reason: error.message };
  }
}

/** Unwinds to `readRecord` and no further. */
class Malformed extends Error {}

function readFields(id: string, value: Readonly<Record<string, unknown>>): OsvRecord {
  return {
    id,
    aliases: lenientList(value["aliases"]).filter(isId),
    modified: value["modified"],
    published: value["published"],
    withdrawn: value["withdrawn"],
    summary: textOrNull(value["summary"]),
    details: textOrNull(value["details"]),
    severity: lenientList(value["severity"]).flatMap(readSeverity),
    references: lenientList(value["references"]).flatMap(readReference),
    hashes: readHashes(value),
    affected: strictList(value["affected"], "affected").flatMap(readAffected),
  };
}

function readAffected(value: unknown): readonly OsvAffected[] {
  if (!isObject(value)) throw new Malformed("an entry of affected is not an object");
  const named = value["package"];
  if (named === undefined || named === null) return [];
  if (!isObject(named)) throw new Malformed("a package is not an object");
  const { ecosystem, name } = named;
  if (typeof ecosystem !== "string") throw new Malformed("a package has no ecosystem");
  if (!isPyPI(ecosystem)) return [];
  if (typeof name !== "string" || name.trim() === "" || name.length > MAX_NAME)
    throw new Malformed("a package has no name");
  return [
    {
      name: normalizeName(name.trim()),
      ranges: strictList(value["ranges"], "ranges").map(readRange),
      versions: strictList(value["versions"], "versions").map((version) => strictText(version, "a version")),
      severity: lenientList(value["severity"]).flatMap(readSeverity),
      symbols: readSymbols(value["ecosystem_specific"]),
    },
  ];
}

/** `PyPI`, in any case, also with the suffix that OSV allows an ecosystem to carry (`PyPI:…`). */
export function isPyPI(ecosystem: string): boolean {
  return /^pypi(?::|$)/i.test(ecosystem);
}

function readRange(value: unknown): OsvRange {
  if (!isObject(value)) throw new Malformed("a range is not an object");
  return {
    type: strictText(value["type"], "the type of a range").toUpperCase(),
    repo: textOrNull(value["repo"]),
    events: strictList(value["events"], "events").flatMap(readEvent),
  };
}

/** An object may hold several events, or none. */
function readEvent(value: unknown): readonly OsvEvent[] {
  if (!isObject(value)) throw new Malformed("an event is not an object");
  return EVENT_KINDS.flatMap((kind) => {
    const version = value[kind];
    return version === undefined || version === null
      ? []
      : [{ kind, version: strictText(version, "an event") }];
  });
}

function readSeverity(value: unknown): readonly OsvSeverity[] {
  if (!isObject(value)) return [];
  const { type, score } = value;
  return typeof type === "string" && typeof score === "string" ? [{ type, score }] : [];
}

function readReference(value: unknown): OsvRecord["references"] {
  if (!isObject(value)) return [];
  const { type, url } = value;
  return typeof url === "string" ? [{ type: typeof type === "string" ? type : "WEB", url }] : [];
}

function strictList(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Malformed(`${what} is not a list`);
  return value;
}

function strictText(value: unknown, what: string): string {
  if (typeof value !== "string") throw new Malformed(`${what} is not a text`);
  return value;
}

function lenientList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= MAX_ID;
}
