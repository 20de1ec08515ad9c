import { mkdirSync } from "node:fs";
import { patient, type Http } from "../../../packages/pyward/src/host/index.ts";
import { withAuthoritiesOfPip } from "../../../packages/pyward/src/host/node/authorities-of-pip.ts";
import { cacheDirectory } from "../../../packages/pyward/src/host/node/cache-directory.ts";
import { nodeHttp } from "../../../packages/pyward/src/host/node/http.ts";
import { indexMetadata } from "../../../packages/pyward/src/index-metadata.ts";
import { openPackageIndexes } from "../../../packages/pyward/src/open-package-indexes.ts";
import {
  formatVersion,
  parseRequirement,
  type Requirement,
} from "../../../packages/pyward/src/python/index.ts";
import type { Resolution } from "../../../packages/pyward/src/resolve/request.ts";
import { resolve } from "../../../packages/pyward/src/resolve/resolve.ts";
import {
  resolveUniversal,
  type UniversalResolution,
} from "../../../packages/pyward/src/resolve/universal/resolve-universal.ts";
import { environmentOf } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";

export interface RealRequest {
  readonly ask: readonly string[];
  readonly before: string;
  /** Where answers of the index are kept. */
  readonly cache: string;
  /** null: the default one of pip and uv. */
  readonly indexUrl: string | null;
  readonly isOffline?: true;
}

/** Our resolver for Python 3.12 on Linux over an index, as a program would call it. */
export async function askOurs(request: RealRequest): Promise<Resolution> {
  const { requirements, excludeNewer, metadata } = openedFor(request);
  const environment = environmentOf("3.12", "linux");
  return resolve({ requirements, environment, maxRounds: 50_000, excludeNewer }, metadata);
}

/** The same for all platforms and every Python from 3.10 on. */
export async function askOursUniversally(request: RealRequest): Promise<UniversalResolution> {
  const { metadata, ...asked } = openedFor(request);
  return resolveUniversal(
    { ...asked, requiresPython: ">=3.10", platforms: null, maxRounds: 50_000 },
    metadata,
  );
}

export function openedFor({ ask, before, cache, indexUrl, isOffline }: RealRequest) {
  mkdirSync(cache, { recursive: true });
  const budget = { budget: 1_800_000, elapsed: () => 0 };
  const indexes = openPackageIndexes(
    { indexUrl, extraIndexUrls: [], trustedUrls: [], environment: {}, pip: [], uv: null },
    {
      http: patient(anywhere(nodeHttp(withAuthoritiesOfPip(process.env))), budget),
      kept: cacheDirectory(cache),
      now: new Date(),
      isOffline: isOffline === true,
    },
  );
  if (indexes === null) throw new Error("no index");
  const metadata = indexMetadata(indexes, { sourceOf: () => null, mayFetch: () => false });
  return { requirements: ask.map(requirement), excludeNewer: before, metadata };
}

/** A machine that builds may have a mirror in its own network in place of the default index. */
function anywhere(http: Http): Http {
  return {
    send: ({ method, url, headers }) => http.send({ method, url, headers }),
    pause: (milliseconds) => http.pause(milliseconds),
  };
}

function requirement(text: string): Requirement {
  const parsed = parseRequirement(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

/** `name` to version, or why there are none. */
export function realPins(resolution: Resolution): ReadonlyMap<string, string> | string {
  if (resolution.kind === "failed") return `failed: ${resolution.name}: ${resolution.reason}`;
  if (resolution.kind !== "resolved") return resolution.kind;
  return new Map(
    resolution.pins.map(({ name, version }) => [name, version === null ? "?" : formatVersion(version)]),
  );
}
