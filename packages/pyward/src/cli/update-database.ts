import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { openIndex } from "../advisory-index/index.ts";
import { nodeHttp } from "../host/node/http.ts";
import { makeFolder, writeDurably } from "../host/node/index.ts";
import { sweepLeftovers } from "../host/node/write-atomically.ts";
import { keepHeapSmall } from "../host/node/small-heap.ts";
import { takeLock } from "../host/node/lock-file.ts";
import type { ByteSource, Http, Progress } from "../host/index.ts";
import { PywardError } from "../model/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { syncAdvisories, usualFeed, type SyncOptions, type SyncResult } from "../sync-advisories.ts";
import type { Io } from "./io.ts";
import { openDatabaseBytes, openEmbedded } from "./open-database.ts";
import { progressFor } from "./progress.ts";
import { storeTarget, storing } from "./store-database.ts";

export interface UpdateOptions {
  readonly feedUrl?: string;
  readonly full?: true;
  readonly force?: true;
  readonly json?: true;
}

/** Milliseconds that a second update waits for the first. */
const LONGEST_WAIT = 5 * 60_000;
const STEP = 200;
const AS_BEFORE = "What was stored before is as it was.";
/** More ids than this are counted, not listed. */
const LISTED = 8;

/** `pyward db update`. Gives 0; everything else is thrown, and the stored database is then as it was. */
export async function updateDatabase(options: UpdateOptions, io: Io): Promise<number> {
  const target = storeTarget(io);
  const feed = await usualFeed();
  const url = feedUrl(options.feedUrl ?? (io.environment["PYWARD_OSV_URL"] || feed.url));
  const http = nodeHttp(io.environment);
  const progress = progressFor({ progress: options.json !== true }, io);
  const release = await lock(target, http, progress);
  const letHeapGrow = keepHeapSmall();
  try {
    const result = await update(target, { feed, url, http, progress }, { options, io });
    progress.stop();
    if (options.json === true)
      io.stdout.write(`${escapeHidden(JSON.stringify(jsonOf(target, result), null, 2))}\n`);
    else io.stdout.write(textOf(target, result));
  } finally {
    progress.stop();
    release();
    letHeapGrow();
  }
  return 0;
}

type Network = Pick<SyncOptions, "feed" | "url" | "http" | "progress">;

async function update(
  target: string,
  network: Network,
  { options, io }: { readonly options: UpdateOptions; readonly io: Io },
): Promise<SyncResult> {
  const stored = existsSync(target) ? openDatabaseBytes(target) : null;
  const known = openIndex(openEmbedded());
  try {
    return await syncAdvisories({
      ...network,
      now: io.now(),
      stored,
      known,
      isFull: options.full === true,
      isForced: options.force === true,
      write: (pieces, check) => storing("stored", () => replace(target, pieces, check), AS_BEFORE),
    });
  } finally {
    stored?.close();
    known.close();
  }
}

function feedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    // A login is never shown, also where the address is none because of it.
    throw new PywardError(
      "usage",
      `${text.replace(/\/\/[^/]*@/, "//")} is no address to fetch advisories from`,
      {
        hint: "Give one of HTTP or HTTPS, without user and password, such as https://osv.example/.",
      },
    );
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/** Waits for an update that runs already. Throws PywardError `cannot-write`. */
async function lock(target: string, http: Http, progress: Progress): Promise<() => void> {
  const path = `${target}.lock`;
  for (let waited = 0; ; waited += STEP) {
    const attempt = storing("stored", () => attemptLock(target, path), AS_BEFORE);
    if (attempt.kind === "taken") return attempt.release;
    if (waited >= LONGEST_WAIT)
      throw new PywardError("cannot-write", `another update (process ${attempt.pid}) is still at work`, {
        hint: `If there is none, remove ${path}.`,
      });
    progress.step(`waiting for another update (process ${attempt.pid})`);
    await http.pause(attempt.pid === 0 ? STEP / 10 : STEP);
  }
}

function attemptLock(target: string, path: string) {
  makeFolder(dirname(target));
  return takeLock(path);
}

function replace(target: string, pieces: Iterable<Uint8Array>, check: (file: ByteSource) => void): void {
  sweepLeftovers(target);
  writeDurably(target, pieces, (written) => {
    const file = openDatabaseBytes(written);
    try {
      check(file);
    } finally {
      file.close();
    }
  });
}

function jsonOf(path: string, result: SyncResult): object {
  const { info, state, size, pulled, changes, unreadable, clockBehind } = result;
  return { path, size, pulled, feed: state, changes, unreadable, clockBehind, info };
}

function textOf(target: string, result: SyncResult): string {
  const { info, state, size, pulled, changes, unreadable, clockBehind } = result;
  const { added, modified, withdrawn, narrowed, removed } = changes;
  const parts = [
    `${added.length} new`,
    `${modified.length} modified`,
    `${withdrawn.length + removed.length} withdrawn`,
  ].join(", ");
  const isFirst = added.length >= info.advisories;
  return [
    `${HOW[pulled]} ${new URL(state.url).host}: ${parts}.`,
    ...(isFirst ? [] : [...list("new", added), ...list("modified", modified)]),
    ...list("withdrawn", withdrawn),
    ...list("narrowed", narrowed),
    ...list("removed", removed),
    ...(clockBehind === null
      ? []
      : [`  the clock is behind what is stored (${clockBehind}): that time stays until it has passed it`]),
    ...(unreadable.length === 0
      ? []
      : [`  ${unreadable.length} files of it cannot be read; what was stored of them stays`]),
    `${info.advisories} advisories about ${info.packages} packages, the newest of ${info.modified.slice(0, 10)}.`,
    `${neutralise(target)}: ${(size / 1e6).toFixed(1)} MB, ${info.id}`,
    "",
  ].join("\n");
}

const HOW = {
  unchanged: "Nothing is new at",
  whole: "Compared as a whole with",
  changes: "Took what changed from",
} as const;

function list(what: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [];
  const more = ids.length > LISTED ? ` and ${ids.length - LISTED} more` : "";
  return [`  ${what}: ${ids.slice(0, LISTED).map(neutralise).join(", ")}${more}`];
}
