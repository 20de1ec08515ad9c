import type { FeedMeta } from "../shared/feed.ts";

export const meta: FeedMeta = {
  id: "kev",
  title: "CISA's catalogue of known exploited vulnerabilities",
  licence: "CC0-1.0",
};
