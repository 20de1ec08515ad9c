import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openIndex } from "../advisory-index/index.ts";
import { nodeHttp } from "../host/node/http.ts";
import { makeFolder, writeDurably } from "../host/node/index.ts";
import { sweepLeftovers } from "../host/node/write-atomically.ts";
import { keepHeapSmall } from "../host/node/small-heap.ts";
import type { ByteSource, Http, Progress } from "../host/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import type { PrivateFeed, PrivateOutcome } from "../pull-private.ts";
import { syncAdvisories } from "../sync-advisories.ts";
import type { SyncResult } from "../sync-request.ts";
import { chooseFeeds, type ChosenFeeds, type FeedChoice } from "./choose-feeds.ts";
import type { Io } from "./io.ts";
import { AS_BEFORE, lockDatabase } from "./lock-database.ts";
import { openDatabaseBytes, openEmbedded } from "./open-database.ts";
import { progressFor } from "./progress.ts";
import { failureText, jsonOf, textOf } from "./update-text.ts";
import { storeTarget, storing } from "./store-database.ts";
import { feedsFolder } from "./stored-feeds.ts";

export interface UpdateOptions extends FeedChoice {
  readonly full?: true;
  readonly force?: true;
  readonly json?: true;
}

/** `pyward db update`. Gives 0, or 3 where a supplier could not be had and what is stored of it stays; else it throws, and the stored database is as it was. */
export async function updateDatabase(options: UpdateOptions, io: Io): Promise<number> {
  const target = storeTarget(io);
  const chosen = await chooseFeeds(options, io);
  const http = nodeHttp(io.environment);
  const progress = progressFor({ progress: options.json !== true }, io);
  const release = await lockDatabase(target, progress);
  const letHeapGrow = keepHeapSmall();
  try {
    const own = await pullOwn(chosen.own, { http, progress }, io);
    const { advisories, signals } = chosen.usual;
    const isUsual = advisories !== null || signals.length > 0;
    const result = isUsual ? await update(target, { chosen, http, progress }, { options, io }) : null;
    progress.stop();
    if (options.json === true)
      io.stdout.write(`${escapeHidden(JSON.stringify(jsonOf(target, result, own), null, 2))}\n`);
    else io.stdout.write(textOf(target, result, own));
    const failed = [...(result?.failed ?? []), ...own.filter((one) => one.kind === "failed")];
    for (const failure of failed) io.stderr.write(failureText(failure));
    return failed.length === 0 ? 0 : 3;
  } finally {
    progress.stop();
    release();
    letHeapGrow();
  }
}

interface Network {
  readonly chosen: ChosenFeeds;
  readonly http: Http;
  readonly progress: Progress;
}

async function update(
  target: string,
  { chosen, http, progress }: Network,
  { options, io }: { readonly options: UpdateOptions; readonly io: Io },
): Promise<SyncResult> {
  const stored = existsSync(target) ? openDatabaseBytes(target) : null;
  const known = openIndex(openEmbedded());
  try {
    return await syncAdvisories({
      ...chosen.usual,
      http,
      progress,
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

/** Each in a file of its own beside the database: an update of another feed does not touch it. */
async function pullOwn(
  feeds: readonly PrivateFeed[],
  network: Pick<Network, "http" | "progress">,
  io: Io,
): Promise<readonly PrivateOutcome[]> {
  const folder = feedsFolder(io);
  if (feeds.length === 0 || folder === null) return [];
  const { pullPrivate } = await import("../pull-private.ts");
  return Promise.all(
    feeds.map((feed) => {
      const path = join(folder, `${feed.id}.json`);
      const before = existsSync(path) ? readFileSync(path) : null;
      const write = (text: string): void =>
        storing("stored", () => {
          makeFolder(folder);
          writeDurably(path, Buffer.from(text));
        });
      return pullPrivate(feed, { ...network, now: io.now(), before, write });
    }),
  );
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
