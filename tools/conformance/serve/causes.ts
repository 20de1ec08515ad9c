import { normalizeName, parseVersion } from "../../../packages/pyward/src/python/index.ts";

/** A finding that only one of the two services led a tool to. */
export interface Difference {
  readonly side: "lost" | "more";
  readonly name: string;
  readonly version: string;
  readonly ids: readonly string[];
}

interface OsvEntry {
  readonly package?: { readonly name?: string };
  readonly ranges?: readonly { readonly type: string; readonly events: readonly Record<string, string>[] }[];
  readonly versions?: readonly string[];
}

/** Why the services differ, read from the records themselves and not from a list of them; null: not explained. */
export async function causeOf(difference: Difference, url: string, isFacts: boolean): Promise<string | null> {
  const entries = await entriesOf(difference, url);
  if (difference.side === "more") {
    if (entries.some(({ said }) => isUndecided(said)))
      return "no bound that can be read and no list: given for every version";
    // A record made from facts has both apart, so that the range counts for such tools too.
    return isFacts && entries.some(({ said }) => isUnlisted(said, difference.version))
      ? "the tool believes only the list of the supplier's record: the version is in its range and not in the list"
      : null;
  }
  const isOnlyOpen = entries.some(
    ({ said }) => hasUnreadableEnd(said) && isUnlisted(said, difference.version),
  );
  return isOnlyOpen
    ? "an end that is not PEP 440, read as no end by the reference: the record's own list has not the version"
    : null;
}

async function entriesOf({ name, ids }: Difference, url: string) {
  const found: { readonly id: string; readonly said: readonly OsvEntry[] }[] = [];
  for (const id of ids) {
    const response = await fetch(`${url}/v1/vulns/${id}`);
    if (!response.ok) continue; // an alias that is no record here
    const { affected = [] } = (await response.json()) as { affected?: readonly OsvEntry[] };
    const said = affected.filter((entry) => normalizeName(entry.package?.name ?? "") === normalizeName(name));
    found.push({ id, said });
  }
  return found;
}

function isUndecided(said: readonly OsvEntry[]): boolean {
  return (
    said.length > 0 &&
    said.every(({ versions = [] }) => versions.length === 0) &&
    boundsOf(said).every((bound) => !parseVersion(bound).ok)
  );
}

/** Of every event but the start of time. */
function boundsOf(said: readonly OsvEntry[]): readonly string[] {
  return eventsOf(said).flatMap((event) =>
    Object.entries(event).flatMap(([key, text]) => (key === "introduced" && text === "0" ? [] : [text])),
  );
}

function hasUnreadableEnd(said: readonly OsvEntry[]): boolean {
  return eventsOf(said).some((event) => {
    const end = event["fixed"] ?? event["last_affected"];
    return end !== undefined && !parseVersion(end).ok;
  });
}

function isUnlisted(said: readonly OsvEntry[], version: string): boolean {
  const listed = said.flatMap(({ versions = [] }) => versions);
  return listed.length > 0 && !listed.includes(version);
}

function eventsOf(said: readonly OsvEntry[]): readonly Record<string, string>[] {
  return said.flatMap(({ ranges = [] }) =>
    ranges.filter(({ type }) => type !== "GIT").flatMap(({ events }) => events),
  );
}

/** Packages whose records have the text as the version of a fix: pip-audit ends at one that is not PEP 440. */
export async function packagesFixedIn(
  text: string,
  pins: readonly string[],
  url: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of pins) {
    const response = await fetch(`${url}/v1/query`, {
      method: "POST",
      body: JSON.stringify({ package: { name, ecosystem: "PyPI" } }),
    });
    if ((await response.text()).includes(`"fixed":${JSON.stringify(text)}`)) found.push(name);
  }
  return found;
}
