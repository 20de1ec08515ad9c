import { basic, isLoopback } from "../host/index.ts";
import { netrcLogin } from "../host/node/netrc.ts";
import { PywardError } from "../model/index.ts";
import { usualFeeds } from "../sync-advisories.ts";
import type { SyncOptions } from "../sync-request.ts";
import type { Io } from "./io.ts";

/** Which suppliers an update asks, and where. */
export interface FeedChoice {
  /** The same as `osv-bulk=URL`. */
  readonly feedUrl?: string;
  /** `ID=URL` each. */
  readonly feed: readonly string[];
  /** Ids. */
  readonly without: readonly string[];
}

export type ChosenFeeds = Pick<SyncOptions, "advisories" | "signals">;

/** Throws PywardError `usage` for an address that is none, and for a feed that nobody knows. */
export async function chooseFeeds(options: FeedChoice, io: Io): Promise<ChosenFeeds> {
  const usual = await usualFeeds();
  const named = new Map([
    ...environmentFeeds(io),
    ...options.feed.map(splitFeed),
    ...(options.feedUrl === undefined ? [] : [["osv-bulk", options.feedUrl] as const]),
  ]);
  const ids = usual.map(({ meta }) => meta.id);
  for (const id of [...named.keys(), ...options.without])
    if (!ids.includes(id))
      throw new PywardError("usage", `there is no feed ${id}`, { hint: `There are: ${ids.join(", ")}.` });
  const login = netrcLogin(io.environment, io.platform);
  const asked = usual
    .filter(({ meta }) => !options.without.includes(meta.id))
    .map((feed) => {
      const url = feedAddress(named.get(feed.meta.id) ?? feed.url, feed.meta.id === "osv-bulk");
      // A login goes over TLS, or inside this machine.
      const isSafe = url.protocol === "https:" || isLoopback(url.hostname);
      const known = isSafe ? login(url.hostname) : null;
      return { feed, url, authorization: known === null ? null : basic(known) };
    });
  if (asked.length === 0)
    throw new PywardError("usage", "no feed is left to ask", { hint: `There are: ${ids.join(", ")}.` });
  return {
    advisories:
      asked.flatMap(({ feed, ...rest }) => (feed.kind === "records" ? [{ feed, ...rest }] : []))[0] ?? null,
    signals: asked.flatMap(({ feed, ...rest }) => (feed.kind === "signals" ? [{ feed, ...rest }] : [])),
  };
}

function environmentFeeds({ environment }: Io): readonly (readonly [string, string])[] {
  const osv = environment["PYWARD_OSV_URL"];
  return osv ? [["osv-bulk", osv]] : [];
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
