import type { PackageName, Requirement, Version } from "../python/index.ts";
import type { PackageMetadata, StatedDependencies } from "./metadata.ts";
import type { Place } from "./place.ts";
import type { PlacedRequest } from "./request.ts";

/** A package that lies at a URL or path, so that no index is asked for it. */
export interface Given {
  readonly url: string;
  /** null where only a build would tell: every requirement of a version counts as met. */
  readonly version: Version | null;
  readonly stated: StatedDependencies | { readonly reason: string };
}

/**
 * The URLs of the request, its constraints and overrides, and those that what lies there names in turn. What an index
 * offers may name none: whoever publishes there must not choose where code comes from. The first URL of a name counts.
 */
export async function findGiven(
  { requirements, constraints = [], overrides = [], place }: PlacedRequest,
  metadata: PackageMetadata,
): Promise<ReadonlyMap<PackageName, Given>> {
  const found = new Map<PackageName, Given>();
  const replaced = new Set(overrides.map(({ name }) => name));
  const isFree = ({ name }: Requirement): boolean => !replaced.has(name);
  const queue = [...overrides, ...requirements.filter(isFree), ...constraints].map((requirement): Asked => ({
    requirement,
    extras: [],
  }));
  for (let next = queue.shift(); next !== undefined && found.size < MAX_GIVEN; next = queue.shift()) {
    const { name, url, extras } = next.requirement;
    if (url === null || found.has(name) || !applies(next, place)) continue;
    const answer = await metadata.direct(name, url);
    const { version } = answer;
    if (answer.kind === "direct") {
      found.set(name, { url, version, stated: answer });
      queue.push(...answer.requires.filter(isFree).map((requirement) => ({ requirement, extras })));
    } else found.set(name, { url, version, stated: { reason: answer.reason } });
  }
  return found;
}

/** More than any project has; it ends a chain of URLs that somebody made without end. */
const MAX_GIVEN = 1000;

interface Asked {
  readonly requirement: Requirement;
  /** What is asked for of the package that needs it. */
  readonly extras: readonly string[];
}

function applies({ requirement: { marker }, extras }: Asked, place: Place): boolean {
  return ["", ...extras].some((extra) => place.applies(marker, extra));
}
