import { existsSync } from "node:fs";
import { basic, isTrustedWay } from "../host/index.ts";
import { userConfigFile } from "../host/node/index.ts";
import { netrcLogin } from "../host/node/netrc.ts";
import { isPublicFeed, PywardError } from "../model/index.ts";
import type { PrivateFeed } from "../pull-private.ts";
import { usualFeeds } from "../sync-advisories.ts";
import type { SyncOptions } from "../sync-request.ts";
import type { Io } from "./io.ts";
import { FEED_NAME, storedFeeds } from "./stored-feeds.ts";

/** Which suppliers an update asks, and where. */
export interface FeedChoice {
  /** The same as `osv-bulk=URL`. */
  readonly feedUrl?: string;
  /** `ID=URL` each. */
  readonly feed: readonly string[];
  /** Ids. */
  readonly without: readonly string[];
  /** Private feeds may come without TLS. */
  readonly plainHttp?: true;
}

export interface ChosenFeeds {
  readonly usual: Pick<SyncOptions, "advisories" | "signals">;
  readonly own: readonly PrivateFeed[];
}

/** Throws PywardError `usage` for an address that is none, and for a feed that nobody knows; `bad-configuration`. */
export async function chooseFeeds(options: FeedChoice, io: Io): Promise<ChosenFeeds> {
  const usual = await usualFeeds();
  const configured = await configuredFeeds(io);
  const named = new Map([
    ...configured,
    ...environmentFeeds(io),
    ...options.feed.map(splitFeed),
    ...(options.feedUrl === undefined ? [] : [["osv-bulk", options.feedUrl] as const]),
  ]);
  const ids = usual.map(({ meta }) => meta.id);
  const known = [...ids, ...named.keys(), ...storedFeeds(io).map(({ feed }) => feed)];
  for (const id of options.without)
    if (!known.includes(id))
      throw new PywardError("usage", `there is no feed ${id}`, {
        hint: `There are: ${[...new Set(known)].join(", ")}.`,
      });
  const isAsked = (id: string): boolean => named.get(id) !== OFF && !options.without.includes(id);
  const login = loginFor(io);
  const asked = usual
    .filter(({ meta }) => isAsked(meta.id))
    .map((feed) => {
      const url = feedAddress(named.get(feed.meta.id) ?? feed.url, feed.meta.id === "osv-bulk");
      return { feed, url, authorization: login(url) };
    });
  const own = [...named].flatMap(([id, address]) => {
    if (ids.includes(id) || !isAsked(id)) return [];
    const url = privateAddress(id, address, options.plainHttp === true);
    return [{ id, url, authorization: login(url) }];
  });
  if (asked.length + own.length === 0) throw new PywardError("usage", "no feed is left to ask");
  const advisories = asked.flatMap(({ feed, ...rest }) =>
    feed.kind === "records" ? [{ feed, ...rest }] : [],
  );
  const signals = asked.flatMap(({ feed, ...rest }) => (feed.kind === "signals" ? [{ feed, ...rest }] : []));
  return { usual: { advisories: advisories[0] ?? null, signals }, own };
}

/** In place of an address: the feed is not asked. */
const OFF = "off";

/** The user's own configuration, not that of the folder: `feeds = ["ID=URL"]`. */
async function configuredFeeds(io: Io): Promise<readonly (readonly [string, string])[]> {
  const user = userConfigFile(io.environment, io.platform);
  if (user === null || !existsSync(user)) return [];
  const { userTexts } = await import("./apply-configuration.ts");
  return (await userTexts("feeds", user, io)).map(splitFeed);
}

/** A login goes over TLS, or inside this machine. */
function loginFor(io: Io): (url: URL) => string | null {
  const login = netrcLogin(io.environment, io.platform);
  return (url) => {
    const known = isTrustedWay(url) ? login(url.hostname) : null;
    return known === null ? null : basic(known);
  };
}

/** Names of suppliers besides those of public records. */
const TAKEN = ["osv-service", "index-json", "private"];

function privateAddress(id: string, text: string, mayBePlain: boolean): URL {
  if (!FEED_NAME.test(id) || isPublicFeed(id) || TAKEN.includes(id))
    throw new PywardError("usage", `no private feed can be called ${id}`, {
      hint: "Take another name of small letters, digits, dots, hyphens and underscores, such as acme.",
    });
  const url = feedAddress(text, false);
  if (isTrustedWay(url) || mayBePlain) return url;
  throw new PywardError(
    "usage",
    `the address of ${id} has no TLS: whoever is on the way could change what it says`,
    {
      hint: "Write it with https, or take it all the same with --plain-http.",
    },
  );
}

function environmentFeeds({ environment }: Io): readonly (readonly [string, string])[] {
  return [
    ["osv-bulk", environment["PYWARD_OSV_URL"]],
    ["kev", environment["PYWARD_KEV_URL"]],
    ["epss", environment["PYWARD_EPSS_URL"]],
  ].flatMap(([id, url]) => (id && url ? [[id, url] as const] : []));
}

function splitFeed(text: string): readonly [string, string] {
  const [, id, url] = /^([A-Za-z0-9][\w.-]*)=([^]+)$/.exec(text) ?? [];
  if (id !== undefined && url !== undefined) return [id, url];
  throw new PywardError("usage", `${withoutLogin(text)} is no feed and address`, {
    hint: "Write it as ID=URL, such as kev=https://mirror.example/kev.json.",
  });
}

function feedAddress(text: string, isFolder: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw new PywardError("usage", `${withoutLogin(text)} is no address to fetch advisories from`, {
      hint: "Give one of HTTP or HTTPS, without user and password, such as https://osv.example/.",
    });
  url.hash = "";
  if (isFolder && !url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** A login is never shown, also where the address is none because of it. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/]*@/, "//");
}
