import { compareDigits } from "./compare-dpkg.ts";

/**
 * Compares versions of rpm, `[epoch:]version[-release]` (rpm-version(7)): negative, zero or positive; null where one of them is no such version. Where one
 * has no release, any release is as good.
 */
export function compareRpm(a: string, b: string): number | null {
  const [first, second] = [parse(a), parse(b)];
  if (first === null || second === null) return null;
  const difference = first.epoch - second.epoch || compareSegments(first.version, second.version);
  if (difference !== 0 || first.release === null || second.release === null) return difference;
  return compareSegments(first.release, second.release);
}

interface RpmVersion {
  readonly epoch: number;
  readonly version: string;
  readonly release: string | null;
}

function parse(text: string): RpmVersion | null {
  const [, epoch = "0", version = "", release = null] =
    /^(?:(\d{1,10}):)?([^\s:-]{1,300})(?:-([^\s:-]{1,300}))?$/.exec(text) ?? [];
  return version === "" ? null : { epoch: Number(epoch), version, release };
}

/** Segments of digits or letters; `~` sorts before the end, `^` after it and before anything else, other characters only separate. */
function compareSegments(a: string, b: string): number {
  if (a === b) return 0;
  let [restA, restB] = [a, b];
  for (;;) {
    [restA, restB] = [withoutSeparators(restA), withoutSeparators(restB)];
    const marker = compareMarkers(restA, restB);
    if (marker === "both") {
      [restA, restB] = [restA.slice(1), restB.slice(1)];
      continue;
    }
    if (marker !== null) return marker;
    if (restA === "" || restB === "") break;
    const pattern = /^\d/.test(restA) ? /^\d+/ : /^[A-Za-z]+/;
    const [segmentA, segmentB] = [pattern.exec(restA)?.[0] ?? "", pattern.exec(restB)?.[0] ?? ""];
    // Of two kinds the one of digits is newer.
    if (segmentB === "") return /^\d/.test(segmentA) ? 1 : -1;
    const difference = /^\d/.test(segmentA) ? compareDigits(segmentA, segmentB) : order(segmentA, segmentB);
    if (difference !== 0) return difference;
    [restA, restB] = [restA.slice(segmentA.length), restB.slice(segmentB.length)];
  }
  return restA === restB ? 0 : restA === "" ? -1 : 1;
}

function withoutSeparators(rest: string): string {
  return rest.replace(/^[^A-Za-z0-9~^]+/, "");
}

function compareMarkers(a: string, b: string): number | "both" | null {
  if (a.startsWith("~") || b.startsWith("~")) {
    if (!a.startsWith("~")) return 1;
    return b.startsWith("~") ? "both" : -1;
  }
  if (!a.startsWith("^") && !b.startsWith("^")) return null;
  if (a === "") return -1;
  if (b === "") return 1;
  if (!a.startsWith("^")) return 1;
  return b.startsWith("^") ? "both" : -1;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
