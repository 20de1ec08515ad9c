import type { DatabaseInfo, MalformedAdvisory, SignalInfo } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { damaged } from "./layout.ts";
import { fields, list, number, text, textOrNull } from "./shape.ts";

/** All of `DatabaseInfo` but the id, which is the hash of the content and so cannot stand in it. */
export type StoredInfo = Omit<DatabaseInfo, "id">;

export function encodeInfo(info: StoredInfo): Uint8Array {
  const { modified, advisories, packages, withdrawn, sources, hasTexts } = info;
  const { attribution, updated, signals, malformed } = info;
  const counts = { modified, advisories, packages, withdrawn, sources, hasTexts };
  const ordered = { ...counts, attribution, updated, signals, malformed };
  return Buffer.from(JSON.stringify(ordered), "utf8");
}

/** Throws PywardError `bad-database` where the shape is not ours. */
export function decodeInfo(sha256: string, bytes: Buffer): DatabaseInfo {
  try {
    const info = fields(JSON.parse(bytes.toString("utf8")));
    const attribution = info.get("attribution");
    return {
      id: `sha256:${sha256}`,
      modified: text(info.get("modified")),
      advisories: number(info.get("advisories")),
      packages: number(info.get("packages")),
      withdrawn: number(info.get("withdrawn")),
      sources: list(info.get("sources")).map(decodeSource),
      hasTexts: info.get("hasTexts") === true,
      attribution: attribution === null ? null : text(attribution),
      updated: textOrNull(info.get("updated") ?? null),
      signals: decodeSignals(info.get("signals") ?? null),
      malformed: list(info.get("malformed")).map(decodeMalformed),
    };
  } catch (cause) {
    throw damaged("the advisory database does not say what is in it", cause);
  }
}

function decodeSignals(value: unknown): DatabaseInfo["signals"] {
  if (value === null) return { kev: null, epss: null };
  const signals = fields(value);
  return { kev: decodeSignal(signals.get("kev") ?? null), epss: decodeSignal(signals.get("epss") ?? null) };
}

function decodeSignal(value: unknown): SignalInfo | null {
  if (value === null) return null;
  const signal = fields(value);
  return { date: text(signal.get("date")), entries: number(signal.get("entries")) };
}

function decodeSource(value: unknown): DatabaseInfo["sources"][number] {
  const source = fields(value);
  return {
    feed: text(source.get("feed")),
    modified: text(source.get("modified")),
    records: number(source.get("records")),
  };
}

function decodeMalformed(value: unknown): MalformedAdvisory {
  const malformed = fields(value);
  return {
    id: text(malformed.get("id")),
    packages: list(malformed.get("packages")).map((name) => normalizeName(text(name))),
    reason: text(malformed.get("reason")),
  };
}
