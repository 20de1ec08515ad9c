import { PywardError } from "../../model/index.ts";
import type { SignalFeed } from "../shared/feed.ts";
import { fetchFile } from "../shared/fetch-file.ts";
import { readKevFile } from "../shared/kev/read-kev.ts";
import { meta } from "./meta.ts";

/** The catalogue has some 1.5 MB. */
const MOST = 64_000_000;

/** The whole catalogue, where it is another one than the last time. */
export const kev: SignalFeed = {
  kind: "signals",
  catalogue: "kev",
  meta,
  url: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
  async pull(asked) {
    const name = "known_exploited_vulnerabilities.json";
    const fetched = await fetchFile(asked, { feed: meta.id, name, limit: MOST });
    if (fetched.kind === "unchanged") return fetched;
    const read = readKevFile(fetched.bytes);
    if (read.kind === "unreadable")
      throw new PywardError(
        "cannot-fetch",
        `what ${asked.url.host} sends is not CISA's catalogue: ${read.reason}`,
        { hint: "What is stored stays in use." },
      );
    const { date, days } = read;
    return { kind: "catalogue", state: fetched.state, catalogue: { kind: "kev", date, days } };
  },
};
