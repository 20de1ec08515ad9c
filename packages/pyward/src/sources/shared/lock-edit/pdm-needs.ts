import type { Release } from "../../../model/index.ts";
import { formatSpecifiers, parseRequirement, parseSpecifiers } from "../../../python/index.ts";
import type { PythonInterval } from "./python-range.ts";
import { splitMarker } from "./repeated-marker.ts";

/** Whether there is one way to say for which Pythons a release is: PDM repeats what the index says, which is what was uploaded or its normal form. */
export function isSettledForPdm(requiresPython: string | null): boolean {
  const parsed = parseSpecifiers(requiresPython ?? "");
  return parsed.ok && formatSpecifiers(parsed.value) === (requiresPython ?? "");
}

const EVERY: PythonInterval = [0, Infinity];

/**
 * What a release needs without extras, or what the extras add, as PDM repeats it in the order of the metadata: also what no Python of the lock will need.
 * A text: why that is not certain, the end of a sentence about the lock.
 */
export function pdmNeeds(
  name: string,
  { requires, extras: provided }: Release,
  extras: readonly string[],
): readonly string[] | string {
  const lines: string[] = [];
  const lacking = extras.find((extra) => !provided.includes(extra));
  if (lacking !== undefined) return `${name} has no extra ${lacking} any more`;
  const names = new Set<string>();
  for (const text of requires) {
    const parsed = parseRequirement(text);
    if (!parsed.ok) return `${name} has a requirement that is none`;
    const { rawName, specifiers, url, marker, extras: wanted } = parsed.value;
    const { extra, whole, rest } = splitMarker(marker, EVERY);
    if (extra === null ? extras.length > 0 && whole.kind === "marker" : !extras.includes(extra)) continue;
    const isClear = whole.kind !== "unclear" && rest.kind === "marker" && url === null && wanted.length === 0;
    if (!isClear || names.has(parsed.value.name) || parsed.value.name === name)
      return `${name} needs ${parsed.value.name} in a way that PDM may write otherwise`;
    names.add(parsed.value.name);
    const condition = rest.text === null ? "" : `; ${rest.text}`;
    lines.push(`${rawName.replaceAll(/[^A-Za-z0-9.]+/g, "-")}${formatSpecifiers(specifiers)}${condition}`);
  }
  return lines;
}
