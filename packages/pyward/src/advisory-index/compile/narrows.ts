import { compareVersions, type Version } from "../../python/index.ts";
import { compileRecord, type CompiledPackage } from "./compile-record.ts";
import { NO_EPSS } from "./epss-scores.ts";
import { NONE_EXPLOITED } from "./exploited.ts";
import { readRecord } from "./record.ts";
import { createVersionReader, type VersionReader } from "./versions.ts";

/** What an update does to one record that was live. */
export type Effect = "withdrawn" | "narrowed" | "other";

/**
 * Compares what two texts of one record say: `narrowed` where a version that either of them names, or a package, was affected and is
 * not any more. Pure; a text that cannot be read counts as one that says nothing.
 */
export function effectOf(before: unknown, after: unknown): Effect {
  const reader = createVersionReader();
  const [was, is] = [readSaid(before, reader), readSaid(after, reader)];
  if (was === null || was.isWithdrawn) return "other";
  if (is === null || is.isWithdrawn) return "withdrawn";
  const hasLess = was.packages.some((one) =>
    isLess(
      one,
      is.packages.find(({ name }) => name === one.name),
    ),
  );
  return hasLess ? "narrowed" : "other";
}

interface Said {
  readonly isWithdrawn: boolean;
  readonly packages: readonly CompiledPackage[];
}

function readSaid(value: unknown, reader: VersionReader): Said | null {
  const read = readRecord(value);
  if (read.kind !== "record") return null;
  const options = {
    content: "facts",
    exploited: NONE_EXPLOITED,
    epss: NO_EPSS,
    importedOf: () => null,
    classifyWeakness: () => null,
  } as const;
  const { facts, packages } = compileRecord(read.record, reader, options);
  return { isWithdrawn: facts.withdrawn !== null, packages };
}

function isLess(before: CompiledPackage, after: CompiledPackage | undefined): boolean {
  if (after === undefined) return true;
  if (isEndless(before) && !isEndless(after)) return true;
  const odd = before.evaluation.oddVersions.some((text) => !after.evaluation.oddVersions.includes(text));
  const probes = [...named(before), ...named(after)];
  return odd || probes.some((version) => isAffected(version, before) && !isAffected(version, after));
}

function isEndless({ evaluation }: CompiledPackage): boolean {
  return evaluation.stretches.some(({ to }) => to === null);
}

function named({ evaluation: { stretches, enumerated } }: CompiledPackage): readonly Version[] {
  const ends = stretches.flatMap(({ from, to }) => [from, to]);
  return [...ends, ...enumerated].flatMap((bound) => (bound === null ? [] : [bound.version]));
}

function isAffected(version: Version, { evaluation: { stretches, enumerated } }: CompiledPackage): boolean {
  const isListed = enumerated.some((bound) => compareVersions(bound.version, version) === 0);
  return (
    isListed ||
    stretches.some(({ from, to, end }) => {
      if (from !== null && compareVersions(version, from.version) < 0) return false;
      if (to === null) return true;
      const order = compareVersions(version, to.version);
      return end === "last-affected" ? order <= 0 : order < 0;
    })
  );
}
