import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { AuditRequest } from "../audit-request.ts";
import { KEEPS_NOTHING, sinceFirstAsked } from "../host/index.ts";
import { withAuthoritiesOfPip } from "../host/node/authorities-of-pip.ts";
import { cacheDirectory, userCacheDirectory } from "../host/node/cache-directory.ts";
import { nodeHttp, PATIENCE } from "../host/node/http.ts";
import { netrcLogin } from "../host/node/netrc.ts";
import { isPublicIndex, openIndexJson, openOsvService, silent } from "../open-feed.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { withOwn } from "./own-advisories.ts";
import { indexSources } from "./package-indexes.ts";
import { progressFor } from "./progress.ts";
import { storedFeeds } from "./stored-feeds.ts";

/** In place of an address: the lists of the user's package index. */
const INDEX = "index";
/** All that a service may take, in milliseconds. */
const BUDGET = 300_000;

/** What of an audit's options decides what is asked, and how. */
type AskedOptions = Pick<
  AuditOptions,
  | "asOf"
  | "offline"
  | "advisories"
  | "quiet"
  | "verbose"
  | "progress"
  | "indexUrl"
  | "extraIndexUrl"
  | "trustIndex"
> & {
  readonly service: string;
  /** Seconds without a sign after which an answer is given up; absent: what the network is given. */
  readonly timeout?: number;
};

/** The feed that an audit asks. With --offline it is not, which is said; where the past of a database is asked for, none is. Throws PywardError `usage`. */
export async function askedFeed(
  options: AskedOptions,
  io: Io,
  { now, ranAt, audited }: { readonly now: Date; readonly ranAt?: Date; readonly audited: readonly string[] },
): Promise<Pick<AuditRequest, "asked">> {
  const cache = userCacheDirectory(io.environment, io.platform);
  const silence = options.timeout === undefined ? null : options.timeout * 1000;
  const access = {
    http: nodeHttp(withAuthoritiesOfPip(io.environment), {
      ...PATIENCE,
      ...(silence === null ? {} : { answer: silence, idle: silence }),
    }),
    kept: cache === null ? KEEPS_NOTHING : cacheDirectory(join(cache, "osv-service")),
    patience: {
      budget: Math.max(BUDGET, silence ?? 0),
      elapsed: sinceFirstAsked(() => performance.now()),
      random: Math.random,
    },
    progress: progressFor(options, io),
    login: netrcLogin(io.environment, io.platform),
  };
  const feed =
    options.service === INDEX
      ? openIndexJson(indexSources(options, audited, io), access)
      : openOsvService(options.service, access);
  if (options.asOf?.by === "known") return {};
  // What a lock has from the index that is asked is no news to it.
  const isAsked = (url: string): boolean =>
    options.service === INDEX && URL.canParse(url) && feed.host.split(", ").includes(new URL(url).host);
  const asked = {
    feed: options.offline === true ? silent(feed) : feed,
    isPublicIndex: (url: string) => isPublicIndex(url) || isAsked(url),
    now: ranAt ?? now,
  };
  const own = options.advisories.length + (options.brought?.length ?? 0) + storedFeeds(io).length;
  if (ranAt === undefined && own === 0) return { asked };
  const { publicAt } = await import("../database-at.ts");
  return {
    asked: {
      ...asked,
      complete: async (database) => {
        const whole = (await withOwn(database, options, io)).database;
        return ranAt === undefined ? whole : publicAt(whole, now);
      },
    },
  };
}
