import { crc32 } from "node:zlib";
import { unpack } from "../archive/compression/decompress.ts";
import { ask, wholeOf, type Answer } from "../host/ask.ts";
import { HttpFailure, isTrustedWay, type Http, type KeptBytes } from "../host/index.ts";
import { parseObject, type JsonObject } from "../model/index.ts";
import type { PackageName } from "../python/index.ts";
import { KEPT_FORM, keptPage, readKeptPage } from "./page/kept-page.ts";
import { parseHtmlPage } from "./page/parse-html.ts";
import { parseJsonPage } from "./page/parse-json.ts";
import type { ProjectPage } from "./page/project-page.ts";
import type { PackageIndex } from "./settings.ts";

/** The outside of an index: network, what was kept, and time. */
export interface IndexAccess {
  readonly http: Http;
  readonly kept: KeptBytes;
  readonly now: Date;
  /** Only what was kept is used. */
  readonly isOffline: boolean;
  /** Hosts that the user's own configuration names: they may lie in a private network. */
  readonly hosts: ReadonlySet<string>;
}

export type FetchedPage =
  /** `since`: nobody answered, and this was read then (RFC 3339); null: it is what the index says now. */
  | { readonly kind: "page"; readonly page: ProjectPage; readonly since: string | null }
  | { readonly kind: "not-found" }
  | { readonly kind: "failed"; readonly reason: string };

/** PEP 691: JSON where it is served, HTML where not. */
const ACCEPTED =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01";
const LIMIT = 64 * 1024 * 1024;
const UNPACKED = { maxTotal: LIMIT, maxRatio: 300, ratioFrom: 4 * 1024 * 1024 };
/** The longest that an index may have its pages taken for new, in seconds. */
const LONGEST_AGE = 3600;

/** The page of a project on one index. */
export async function fetchPage(
  index: PackageIndex,
  name: PackageName,
  access: IndexAccess,
): Promise<FetchedPage> {
  const url = new URL(`${name}/`, index.url);
  const kept = readKept(access.kept.get(url.href), url);
  const age = kept === null ? Infinity : (access.now.getTime() - Date.parse(kept.fetched)) / 1000;
  if (kept !== null && age >= 0 && age < kept.maxAge) return again(name, kept, null);
  if (access.isOffline) {
    if (kept !== null) return again(name, kept, kept.fetched);
    return { kind: "failed", reason: "it was not asked (--offline), and no earlier answer is kept" };
  }
  try {
    return await fetchNew({ index, name, url, kept }, access);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return kept === null ? { kind: "failed", reason: error.message } : again(name, kept, kept.fetched);
  }
}

interface Wanted {
  readonly index: PackageIndex;
  readonly name: PackageName;
  readonly url: URL;
  readonly kept: KeptPage | null;
}

async function fetchNew({ index, name, url, kept }: Wanted, access: IndexAccess): Promise<FetchedPage> {
  const answer = await ask(access.http, {
    url,
    headers: {
      accept: ACCEPTED,
      "accept-encoding": "gzip",
      ...(kept?.etag ? { "if-none-match": kept.etag } : {}),
      ...(kept?.modified ? { "if-modified-since": kept.modified } : {}),
    },
    authorization: isTrustedWay(url) ? index.authorization : null,
    mayBePrivate: ({ hostname }) => access.hosts.has(hostname),
  });
  const { status } = answer;
  if (status === 304 && kept !== null) {
    answer.discard();
    const renewed = { ...kept, fetched: access.now.toISOString(), maxAge: maxAgeOf(answer) };
    access.kept.put(url.href, written(renewed));
    return again(name, renewed, null);
  }
  if (status !== 200) {
    answer.discard();
    if (status !== 404 && status !== 410) return { kind: "failed", reason: refused(status, url, index) };
  }
  const page: KeptPage = {
    asked: url.href,
    etag: status === 200 ? answer.header("etag") : null,
    modified: status === 200 ? answer.header("last-modified") : null,
    fetched: access.now.toISOString(),
    maxAge: maxAgeOf(answer),
    isMissing: status !== 200,
    text: "",
  };
  if (page.isMissing) {
    access.kept.put(url.href, written(page));
    return { kind: "not-found" };
  }
  const result = parsed(name, answer, await textOf(answer));
  if (result.kind === "page") access.kept.put(url.href, written({ ...page, text: keptPage(result.page) }));
  return result;
}

function refused(status: number, url: URL, { authorization }: PackageIndex): string {
  if (status !== 401 && status !== 403) return `it answers with status ${status}`;
  if (authorization === null) return "it denies access without a login";
  return isTrustedWay(url)
    ? "it denies access with the login that is configured for it"
    : "it wants a login, which pyward sends over TLS only";
}

async function textOf(answer: Answer): Promise<string> {
  if (answer.header("content-encoding") !== "gzip") return (await wholeOf(answer, LIMIT)).toString("utf8");
  try {
    return (await wholeOf({ ...answer, body: unpack(answer.body, UNPACKED) }, LIMIT)).toString("utf8");
  } catch (error) {
    if (error instanceof HttpFailure) throw error;
    throw new HttpFailure(
      `its answer cannot be unpacked: ${error instanceof Error ? error.message : ""}`,
      false,
    );
  }
}

function maxAgeOf(answer: Answer): number {
  const control = answer.header("cache-control") ?? "";
  if (/no-cache|no-store/i.test(control)) return 0;
  return Math.min(Number(/max-age=(\d{1,9})/i.exec(control)?.[1] ?? 0), LONGEST_AGE);
}

function parsed(name: PackageName, { url, header }: Answer, text: string): FetchedPage {
  const type = header("content-type") ?? "";
  const parse = type.includes("json") ? parseJsonPage : /html/.test(type) ? parseHtmlPage : null;
  if (parse === null) return { kind: "failed", reason: "it answers with neither JSON nor HTML" };
  const result = parse(name, url, text);
  return result.kind === "page" ? { ...result, since: null } : { kind: "failed", reason: result.reason };
}

/** What was kept, at the time `since`; null: it is what the index says now. */
function again(name: PackageName, { isMissing, text }: KeptPage, since: string | null): FetchedPage {
  if (isMissing) return { kind: "not-found" };
  const page = readKeptPage(name, text);
  return page === null
    ? { kind: "failed", reason: "what is kept of it is of another project" }
    : { kind: "page", page, since };
}

interface KeptPage {
  readonly asked: string;
  readonly etag: string | null;
  readonly modified: string | null;
  readonly fetched: string;
  readonly maxAge: number;
  /** The index has no such project. */
  readonly isMissing: boolean;
  /** As `keptPage` writes it. */
  readonly text: string;
}

/** The checksum of all the rest, a line on when and how it came, the page: half a file, or one that was changed, counts as none. */
function written({ text, ...head }: KeptPage): Uint8Array {
  const body = Buffer.from(`${JSON.stringify({ ...head, form: KEPT_FORM })}\n${text}`);
  return Buffer.concat([Buffer.from(checksumOf(body)), body]);
}

/** The folder is the user's own: what is to be found is a disk that fails, and pages have megabytes. */
function checksumOf(body: Uint8Array): string {
  return `${crc32(body)
    .toString(16)
    .padStart(CHECKSUM - 1, "0")}\n`;
}

const CHECKSUM = 9;

function readKept(bytes: Uint8Array | null, url: URL): KeptPage | null {
  if (bytes === null || bytes.length < CHECKSUM) return null;
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = all.subarray(CHECKSUM);
  if (all.toString("latin1", 0, CHECKSUM) !== checksumOf(body)) return null;
  const end = body.indexOf("\n");
  const head = parseObject(body.toString("utf8", 0, Math.max(end, 0)));
  // The page is in ASCII, of which each byte is a letter.
  return isHead(head) && head.asked === url.href ? { ...head, text: body.toString("latin1", end + 1) } : null;
}

function isHead(value: JsonObject | null): value is JsonObject & Omit<KeptPage, "text"> {
  if (value === null || value["form"] !== KEPT_FORM) return false;
  const texts = ["asked", "fetched"].every((key) => typeof value[key] === "string");
  const headers = ["etag", "modified"].every((key) => value[key] === null || typeof value[key] === "string");
  return texts && headers && typeof value["maxAge"] === "number" && typeof value["isMissing"] === "boolean";
}
