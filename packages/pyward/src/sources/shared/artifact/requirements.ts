import { makeGap, type Gap, type Origin, type Scope } from "../../../model/index.ts";
import {
  evaluateMarkerPartially,
  formatMarker,
  normalizeName,
  parseMarker,
  parseRequirement,
  type Marker,
  type Requirement,
} from "../../../python/index.ts";
import { harmless } from "../harmless.ts";
import { askFor } from "../ask-requirement.ts";
import type { Entry } from "../asked.ts";
import { Conditions } from "../condition.ts";

/** A requirement as the metadata writes it. */
export interface Written {
  readonly text: string;
  readonly origin: Origin;
  /** Where its list says it, and not its marker. */
  readonly scope?: Scope;
}

interface Needed {
  readonly entries: readonly Entry[];
  readonly gaps: readonly Gap[];
}

/** More than any metadata has: the one with most, apache-airflow, has some 1,500. */
const MAX_REQUIREMENTS = 20_000;

/**
 * The requirements of core metadata, with an extra's as of its own scope. What a marker asks for besides the extra stays
 * its marker.
 */
export function neededBy(written: readonly Written[]): Needed {
  const conditions = new Conditions([]);
  const entries: Entry[] = [];
  const gaps: Gap[] = [];
  for (const { text, origin, scope: listed } of written.slice(0, MAX_REQUIREMENTS)) {
    const parsed = parseRequirement(text);
    if (!parsed.ok) {
      const reason = `${harmless(text)} is not a requirement: ${parsed.error.message}`;
      gaps.push(makeGap({ code: "unparsable-line", reason, origin }));
      continue;
    }
    const asked = { ...askFor(parsed.value, text), marker: withoutExtra(parsed.value.marker, conditions) };
    for (const scope of listed === undefined ? scopesOf(parsed.value) : [listed])
      entries.push({ asked, scope, origin });
  }
  if (written.length > MAX_REQUIREMENTS) {
    const reason = `more than ${MAX_REQUIREMENTS} requirements: the rest was not read`;
    gaps.push(makeGap({ code: "limit-exceeded", reason, origin: written[0]?.origin ?? null }));
  }
  return { entries, gaps };
}

/** `main` where no extra is needed for it, else the extras that are. None where the marker can never hold. */
function scopesOf({ marker }: Requirement): readonly Scope[] {
  if (marker === null || holdsWith(marker, "")) return ["main"];
  return extrasIn(marker)
    .filter((extra) => holdsWith(marker, extra))
    .map((extra): Scope => `extra:${normalizeName(extra)}`);
}

function holdsWith(marker: Marker, extra: string): boolean {
  return evaluateMarkerPartially(marker, {}, { extra }) !== false;
}

function extrasIn(marker: Marker): readonly string[] {
  const extras = new Set<string>();
  for (const atom of marker.alternatives.flat()) {
    if (atom.kind === "alternatives") extrasIn(atom).forEach((extra) => extras.add(extra));
    else {
      const operands = [atom.left, atom.right];
      if (!operands.some((operand) => operand.kind === "variable" && operand.name === "extra")) continue;
      for (const operand of operands) if (operand.kind === "literal") extras.add(operand.value);
    }
  }
  return [...extras].filter((extra) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/.test(extra)).toSorted();
}

function withoutExtra(marker: Marker | null, conditions: Conditions): Marker | null {
  if (marker === null || extrasIn(marker).length === 0) return marker;
  const text = conditions.write(conditions.of(formatMarker(marker)));
  const parsed = text === null ? null : parseMarker(text);
  return parsed?.ok === true ? parsed.value : null;
}
