import { formatMarker, parseRequirement } from "../../../python/index.ts";

/** Names of what two releases need otherwise than in their versions: with other extras, under another condition, or in one only. */
export function differingNames(before: readonly string[], after: readonly string[]): readonly string[] {
  const [old, now] = [keysOf(before), keysOf(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  return [...names].filter((name) => old.get(name) !== now.get(name));
}

/** By name. What cannot be read stands for itself. */
function keysOf(requires: readonly string[]): ReadonlyMap<string, string> {
  const read = requires.map((text) => {
    const parsed = parseRequirement(text);
    if (!parsed.ok) return { name: text, key: text };
    const { name, extras, url, marker } = parsed.value;
    return { name, key: JSON.stringify([extras, url, marker === null ? null : formatMarker(marker)]) };
  });
  return new Map(
    [...Map.groupBy(read, ({ name }) => name)].map(([name, list]) => [
      name,
      list
        .map(({ key }) => key)
        .toSorted()
        .join(),
    ]),
  );
}

/** Names of what is needed under a condition only. */
export function conditionsOf(requires: readonly string[]): readonly string[] {
  return requires.flatMap((text) => {
    const parsed = parseRequirement(text);
    return parsed.ok && parsed.value.marker !== null ? [parsed.value.name] : [];
  });
}
