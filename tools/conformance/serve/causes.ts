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

/** Which tool differs, and how the pin is written that it read; null: it read no requirements file. */
export interface Asked {
  readonly url: string;
  readonly isFacts: boolean;
  readonly peer: string;
  readonly written: string | null;
}

/** Why the services differ, read from the records themselves and not from a list of them; null: not explained. */
export async function causeOf(difference: Difference, asked: Asked): Promise<string | null> {
  const entries = await entriesOf(difference, asked.url);
  if (difference.side === "more") {
    if (entries.some(({ said }) => isUndecided(said)))
      return "no bound that can be read and no list: given for every version";
    return asked.isFacts ? causeOfFacts(entries, difference, asked) : null;
  }
  const isOnlyOpen = entries.some(
    ({ said }) => hasUnreadableEnd(said) && isUnlisted(said, difference.version),
  );
  return isOnlyOpen
    ? "an end that is not PEP 440, read as no end by the reference: the record's own list has not the version"
    : null;
}

/** What a tool loses of a supplier's record and not of one that is made from facts, which has names normalised, ranges and list apart, and one stretch a range. */
function causeOfFacts(
  entries: readonly { readonly said: readonly OsvEntry[] }[],
  { name, version }: Difference,
  { peer, written }: Asked,
): string | null {
  const some = (test: (said: readonly OsvEntry[]) => boolean): boolean =>
    entries.some(({ said }) => test(said));
  if (some((said) => isUnlisted(said, version)))
    return "the tool believes only the list of the supplier's record: the version is in its range and not in the list";
  if (peer === "osv-scanner") {
    if (some((said) => said.length > 0 && said.every((entry) => entry.package?.name !== name)))
      return "the tool compares names as text, and the supplier's record has another spelling";
    if (written !== null && some((said) => isUnlisted(said, written)))
      return `the tool compares with the list as text, and the pin is written ${written}`;
    if (some((said) => said.length > 0 && said.every(isGitFirst)))
      return "the tool looks no further than a GIT range that comes first in the supplier's record";
    if (some(hasUnreadableEnd))
      return "an end of the supplier's record is not PEP 440; the one from facts has it as it was read";
  }
  return peer === "pysentry" && some((said) => said.some(hasSeveralStretches))
    ? "the tool looks at one stretch of a range that has several in the supplier's record"
    : null;
}

function isGitFirst({ ranges = [], versions = [] }: OsvEntry): boolean {
  return versions.length === 0 && ranges[0]?.type === "GIT";
}

function hasSeveralStretches({ ranges = [], versions = [] }: OsvEntry): boolean {
  const starts = ranges.map(
    ({ events }) => events.filter((event) => event["introduced"] !== undefined).length,
  );
  return versions.length === 0 && starts.some((count) => count > 1);
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
