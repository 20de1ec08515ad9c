import { isObject } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { readHashes } from "./hashes.ts";
import { isAboutInterpreter, isOfInterpreter, ofInterpreter } from "./interpreter.ts";
import type { OsvAffected, OsvEvent, OsvRange, OsvRecord, OsvSeverity } from "./osv-record.ts";
import { readSymbols } from "./symbols.ts";

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
    affected: strictList(value["affected"], "affected").flatMap((entry) => readAffected(entry, id)),
  };
}

function readAffected(value: unknown, id: string): readonly OsvAffected[] {
  if (!isObject(value)) throw new Malformed("an entry of affected is not an object");
  const named = value["package"];
  const isOfPyPI = namesPyPI(named);
  if (!isOfPyPI && !isOfInterpreter(id)) return [];
  const said = readSaid(value);
  if (!isOfPyPI) return isAboutInterpreter(named, said.ranges) ? [ofInterpreter(said)] : [];
  const name = isObject(named) ? named["name"] : null;
  if (typeof name !== "string" || name.trim() === "" || name.length > MAX_NAME)
    throw new Malformed("a package has no name");
  return [{ name: normalizeName(name.trim()), ...said }];
}

function namesPyPI(named: unknown): boolean {
  if (named === undefined || named === null) return false;
  if (!isObject(named)) throw new Malformed("a package is not an object");
  const { ecosystem } = named;
  if (typeof ecosystem !== "string") throw new Malformed("a package has no ecosystem");
  return isPyPI(ecosystem);
}

function readSaid(value: Readonly<Record<string, unknown>>): Omit<OsvAffected, "name"> {
  return {
    ranges: strictList(value["ranges"], "ranges").map(readRange),
    versions: strictList(value["versions"], "versions").map((version) => strictText(version, "a version")),
    severity: lenientList(value["severity"]).flatMap(readSeverity),
    symbols: readSymbols(value["ecosystem_specific"]),
  };
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
