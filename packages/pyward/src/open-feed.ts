import { MOST_IN_BATCH, type ServiceAccess } from "./feeds/osv-service/access.ts";
import { osvService } from "./feeds/osv-service/ask.ts";
import { indexJson } from "./feeds/index-json/ask.ts";
import { PUBLISHED_ADDRESS } from "./feeds/osv-service/published-address.ts";
import type { AskedFeed } from "./feeds/shared/asked-feed.ts";
import {
  basic,
  patient,
  takeLogin,
  type Http,
  type KeptBytes,
  type Login,
  type Patience,
  type Progress,
  isTrustedWay,
} from "./host/index.ts";
import { PywardError } from "./model/index.ts";
import { DEFAULT_INDEX } from "./package-index/default-index.ts";
import { readIndexSettings, type IndexSources } from "./package-index/settings.ts";

/** The outside of a feed that is asked. */
export interface FeedAccess {
  readonly http: Http;
  readonly kept: KeptBytes;
  readonly patience: Patience;
  readonly progress: Progress;
  /** The user's logins, for an address that has none. */
  readonly login: (host: string) => Login | null;
}

/** The address of OSV's own service. */
export const OSV_ADDRESS = PUBLISHED_ADDRESS;

/** A service that speaks OSV's API. It is asked nothing yet. Throws PywardError `usage` for what is no address. */
export function openOsvService(text: string, access: FeedAccess): AskedFeed {
  const { http, kept, patience, progress } = access;
  const { url, authorization } = placeOf(text, access.login);
  const service: ServiceAccess = {
    url,
    authorization,
    http: patient(http, patience),
    kept,
    batch: MOST_IN_BATCH,
    onProgress: (what, done, total) =>
      progress.step(
        what === "packages" ? `asking ${url.host}` : `reading records of ${url.host}`,
        done,
        total,
      ),
  };
  return osvService(service);
}

/** The list of vulnerabilities of the user's package indexes. They are asked nothing yet. Throws PywardError `usage` where none is left. */
export function openIndexJson(
  sources: IndexSources,
  { http, patience, progress }: Pick<FeedAccess, "http" | "patience" | "progress">,
  usual: string = DEFAULT_INDEX,
): AskedFeed {
  const all = readIndexSettings(sources, usual)?.indexes ?? [];
  const indexes = all
    .filter(({ isExplicit }) => isExplicit !== true)
    .map(({ url, authorization }) => ({
      // The address of PEP 503, beside which the JSON API lies.
      url: new URL(url.href.replace(/\/\+?simple\/$/, "/")),
      authorization: isTrustedWay(url) ? authorization : null,
    }));
  if (indexes.length === 0)
    throw new PywardError(
      "usage",
      "--service index was asked for, and your settings of pip or uv allow no index",
      {
        hint: "Name one by --index-url, or take no-index out of them.",
      },
    );
  return indexJson({
    indexes,
    http: patient(http, patience),
    onProgress: (done, total) => progress.step("asking the package index", done, total),
  });
}

function placeOf(text: string, known: FeedAccess["login"]): Pick<ServiceAccess, "url" | "authorization"> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new PywardError("usage", "the address of the OSV service is no http or https address", {
      hint: "It stands in --service, PYWARD_OSV_SERVICE or your own configuration, such as https://osv.example/",
    });
  const own = takeLogin(url);
  url.hash = "";
  url.search = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  if (own !== null && !isTrustedWay(url))
    throw new PywardError(
      "usage",
      `there is a login for ${url.host}, and pyward sends logins over TLS only`,
      {
        hint: "Write the address with https.",
      },
    );
  const login = own ?? (isTrustedWay(url) ? known(url.hostname) : null);
  return { url, authorization: login === null ? null : basic(login) };
}

/** Whether an address is one of the default index: its names are public. */
export function isPublicIndex(url: string): boolean {
  return URL.canParse(url) && new URL(url).host === new URL(DEFAULT_INDEX).host;
}

/** The same feed without a network: it answers nothing. */
export function silent(feed: AskedFeed): AskedFeed {
  const lackOf = (): string => "--offline was given";
  return { ...feed, ask: () => Promise.resolve({ records: [], lackOf }) };
}
