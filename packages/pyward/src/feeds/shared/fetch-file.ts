import { ask } from "../../host/ask.ts";
import { feedPlace, timeText, type FeedState } from "../../model/index.ts";
import { cannotFetch, wholeOfAnswer } from "./fetch-whole.ts";
import type { SignalRequest } from "./pull.ts";

export type FetchedFile =
  | { readonly kind: "unchanged"; readonly state: FeedState }
  | { readonly kind: "file"; readonly state: FeedState; readonly bytes: Buffer };

export interface WantedFile {
  readonly feed: string;
  /** What it is called below an address that ends with a slash. */
  readonly name: string;
  readonly limit: number;
}

/** A feed that is one file, asked for by the `ETag` of the last time. Throws PywardError `cannot-fetch`. */
export function fetchFile(asked: SignalRequest, { feed, name, limit }: WantedFile): Promise<FetchedFile> {
  const { http, authorization, progress } = asked;
  const url = asked.url.pathname.endsWith("/") ? new URL(name, asked.url) : asked.url;
  return cannotFetch(`${url.host}${url.pathname}`, async () => {
    const get = (headers: Readonly<Record<string, string>>) => ask(http, { url, headers, authorization });
    const etag = asked.state?.etag ?? null;
    const answer = await get(etag === null ? {} : { "if-none-match": etag });
    const now = timeText(asked.now);
    const state = { feed, url: feedPlace(asked.url), lastReconcile: now, lastUpdate: now };
    if (answer.status === 304 && etag !== null) {
      answer.discard();
      return { kind: "unchanged", state: { ...state, etag } };
    }
    const bytes = await wholeOfAnswer(answer, { name, limit, progress, again: get });
    return { kind: "file", state: { ...state, etag: answer.header("etag") }, bytes };
  });
}
