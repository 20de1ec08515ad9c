import { isObject, type JsonObject, type RawRecord } from "../../model/index.ts";
import { compareVersions, parseVersion } from "../../python/index.ts";
import type { Release } from "../shared/asked-feed.ts";

/** One entry of a release's list, as far as it is used. */
export interface ListedVulnerability {
  readonly release: Release;
  readonly id: string;
  readonly fixedIn: readonly string[];
  readonly value: JsonObject;
}

/** The list of a release; null: the answer has none, or one that cannot be read. */
export function listOf(answer: JsonObject | null, release: Release): readonly ListedVulnerability[] | null {
  const list = answer?.["vulnerabilities"];
  if (!Array.isArray(list)) return null;
  const entries: ListedVulnerability[] = [];
  for (const value of list) {
    const id: unknown = isObject(value) ? value["id"] : null;
    if (!isObject(value) || typeof id !== "string" || id === "") return null;
    entries.push({ release, id, fixedIn: texts(value["fixed_in"]), value });
  }
  return entries;
}

/**
 * OSV records, one an id: each asked release that it was listed for is affected, by its number and up to the first of `fixed_in` above it. What the
 * index says of releases that were not asked about is not known.
 */
export function recordsOf(entries: readonly ListedVulnerability[]): readonly RawRecord[] {
  return [...Map.groupBy(entries, ({ id }) => id)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, listed]) => ({ kind: "record", file: id, value: recordOf(id, listed) }));
}

function recordOf(id: string, listed: readonly ListedVulnerability[]): JsonObject {
  const value = listed[0]?.value ?? {};
  const link = value["link"];
  return {
    id,
    aliases: texts(value["aliases"]),
    ...texted("summary", value["summary"]),
    ...texted("details", value["details"]),
    ...texted("withdrawn", value["withdrawn"]),
    ...(typeof link === "string" ? { references: [{ type: "WEB", url: link }] } : {}),
    affected: listed.map(({ release: { name, version }, fixedIn }) => {
      const fixed = firstAbove(version, fixedIn);
      const events = fixed === null ? [] : [{ introduced: version }, { fixed }];
      return {
        package: { ecosystem: "PyPI", name },
        versions: [version],
        ...(events.length === 0 ? {} : { ranges: [{ type: "ECOSYSTEM", events }] }),
      };
    }),
  };
}

/** The lowest of some versions that lies above one; null: none does. */
export function firstAbove(version: string, candidates: readonly string[]): string | null {
  const from = parseVersion(version);
  if (!from.ok) return null;
  const above = candidates.flatMap((text) => {
    const parsed = parseVersion(text);
    return parsed.ok && compareVersions(parsed.value, from.value) > 0 ? [{ text, parsed: parsed.value }] : [];
  });
  return above.toSorted((a, b) => compareVersions(a.parsed, b.parsed))[0]?.text ?? null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === "string") : [];
}

function texted(key: string, value: unknown): JsonObject {
  return typeof value === "string" && value !== "" ? { [key]: value } : {};
}
