import { checkOwn } from "./add-advisories.ts";
import { isPatchFile } from "./advisory-index/patches/read-patches.ts";
import { fetchFile } from "./feeds/shared/fetch-file.ts";
import { parseRecords } from "./feeds/shared/parse-records.ts";
import type { SignalRequest } from "./feeds/shared/pull.ts";
import { readRecordsOf } from "./feeds/shared/read-records.ts";
import { memoryTree } from "./host/memory/index.ts";
import { compareText, feedPlace, isObject, PywardError, type FeedState } from "./model/index.ts";
import type { FailedFeed } from "./pull-signals.ts";

/** A team's own feed: records and patches at an address. */
export interface PrivateFeed extends Pick<SignalRequest, "url" | "authorization"> {
  readonly id: string;
}

/** What is known of a stored feed without compiling it. */
export interface StoredFeed {
  readonly state: FeedState;
  readonly records: number;
  /** Files of patches. */
  readonly patches: number;
}

export type PrivateOutcome =
  | {
      readonly kind: "taken" | "unchanged";
      readonly stored: StoredFeed;
      readonly changes: Readonly<Record<"added" | "modified" | "removed", readonly string[]>>;
    }
  | FailedFeed;

interface Storing extends Pick<SignalRequest, "http" | "now" | "progress"> {
  /** What is stored of this feed; null: nothing. */
  readonly before: Uint8Array | null;
  /** Puts the whole text in its place in one step. */
  readonly write: (text: string) => void;
}

const MOST = 256 * 1024 * 1024;
const FORMAT = 1;
const FILE = "advisories.json";
const UNCHANGED = { added: [], modified: [], removed: [] };

/**
 * Fetches a team's own advisories and patches (a zip, or a file in JSON or YAML) and stores them as they are, once all of them can be used. Whatever is wrong
 * with them costs only this feed, of which what is stored stays.
 */
export async function pullPrivate(feed: PrivateFeed, storing: Storing): Promise<PrivateOutcome> {
  const held = storing.before === null ? null : read(storing.before);
  try {
    return await taken(feed, held, storing);
  } catch (error) {
    if (!(error instanceof PywardError) || error.code === "cannot-write") throw error;
    const storedOf = held?.stored.state.lastUpdate ?? null;
    return { kind: "failed", feed: feed.id, host: feed.url.host, error, storedOf };
  }
}

/** What a stored file says of itself; null: it is damaged. */
export function readStoredFeed(bytes: Uint8Array): StoredFeed | null {
  return read(bytes)?.stored ?? null;
}

interface Held {
  readonly stored: StoredFeed;
  readonly values: readonly unknown[];
}

async function taken(
  { id, ...asked }: PrivateFeed,
  held: Held | null,
  storing: Storing,
): Promise<PrivateOutcome> {
  const { http, now, progress } = storing;
  const known = held?.stored.state ?? null;
  const state = known?.url === feedPlace(asked.url) ? known : null;
  const wanted = { feed: id, name: FILE, limit: MOST };
  const fetched = await fetchFile({ ...asked, http, now, progress, state }, wanted);
  const values =
    fetched.kind === "unchanged" ? (held?.values ?? []) : await valuesOf(asked.url, fetched.bytes);
  const patches = values.filter(isPatchFile).length;
  const stored = { state: fetched.state, records: values.length - patches, patches };
  const text = JSON.stringify({ pyward: { format: FORMAT, ...stored }, vulns: values });
  // Read as a file of the user's would be.
  if (fetched.kind === "file")
    await checkOwn({ tree: memoryTree({ [FILE]: text }), path: FILE, feed: id, title: asked.url.host }, now);
  storing.write(text);
  const changes = fetched.kind === "file" ? changesOf(held?.values ?? [], values) : UNCHANGED;
  const isSame = Object.values(changes).every((ids) => ids.length === 0);
  return { kind: isSame ? "unchanged" : "taken", stored, changes };
}

/** Each record and each file of patches. A team mends its own: one that cannot be read is no reason to take the others. */
async function valuesOf(url: URL, bytes: Buffer): Promise<readonly unknown[]> {
  const isZip = bytes.readUInt16BE(0) === 0x504b;
  const name = /\.ya?ml$/i.test(url.pathname) ? "advisories.yaml" : "advisories.json";
  const values: unknown[] = [];
  for await (const raw of isZip ? readRecordsOf(bytes) : parseRecords(name, bytes, () => true)) {
    if (raw.kind === "unreadable")
      throw new PywardError("cannot-fetch", `${raw.file} of ${url.host} cannot be read: ${raw.reason}`);
    values.push(raw.value);
  }
  return values;
}

function read(bytes: Uint8Array): Held | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const { pyward: head, vulns } = isObject(value) ? value : {};
    const { format, state, records, patches } = isObject(head) ? head : {};
    if (format !== FORMAT || !isState(state) || !Array.isArray(vulns)) return null;
    if (typeof records !== "number" || typeof patches !== "number") return null;
    return records + patches === vulns.length ? { stored: { state, records, patches }, values: vulns } : null;
  } catch {
    return null;
  }
}

function isState(value: unknown): value is FeedState {
  if (!isObject(value)) return false;
  const { feed, url, etag, lastReconcile, lastUpdate } = value;
  const texts = [feed, url, lastReconcile, lastUpdate].every((one) => typeof one === "string");
  return texts && (etag === null || typeof etag === "string") && URL.canParse(String(url));
}

function changesOf(before: readonly unknown[], after: readonly unknown[]) {
  const [was, is] = [textsById(before), textsById(after)];
  return {
    added: [...is.keys()].filter((id) => !was.has(id)).toSorted(compareText),
    modified: [...is]
      .flatMap(([id, text]) => (was.has(id) && was.get(id) !== text ? [id] : []))
      .toSorted(compareText),
    removed: [...was.keys()].filter((id) => !is.has(id)).toSorted(compareText),
  };
}

/** All patches count as one: they have no id of their own. */
function textsById(values: readonly unknown[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const value of values) {
    const id = isObject(value) && typeof value["id"] === "string" ? value["id"] : "patches";
    texts.set(id, `${texts.get(id) ?? ""}${JSON.stringify(value)}`);
  }
  return texts;
}
