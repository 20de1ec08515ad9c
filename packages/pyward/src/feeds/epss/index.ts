import { PywardError } from "../../model/index.ts";
import { readEpss } from "../shared/epss/read-epss.ts";
import type { SignalFeed } from "../shared/feed.ts";
import { fetchFile } from "../shared/fetch-file.ts";
import { meta } from "./meta.ts";

/** Packed, a day has some 2.5 MB; a mirror may have it unpacked. */
const MOST = 128_000_000;

/** The scores of a day, where it is another one than the last time. */
export const epss: SignalFeed = {
  kind: "signals",
  catalogue: "epss",
  meta,
  url: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
  async pull(asked) {
    const name = "epss_scores-current.csv.gz";
    const fetched = await fetchFile(asked, { feed: meta.id, name, limit: MOST });
    if (fetched.kind === "unchanged") return fetched;
    const read = readEpss(fetched.bytes, () => true);
    if (read.kind === "unreadable" || read.rows === 0)
      throw new PywardError(
        "cannot-fetch",
        `what ${asked.url.host} sends is not a day's EPSS scores: ${read.kind === "unreadable" ? read.reason : "it has no row"}`,
        { hint: "What is stored stays in use." },
      );
    const { date, scores } = read;
    return { kind: "catalogue", state: fetched.state, catalogue: { kind: "epss", date, scores } };
  },
};
