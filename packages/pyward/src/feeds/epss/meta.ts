import type { FeedMeta } from "../shared/feed.ts";

export const meta: FeedMeta = {
  id: "epss",
  title: "FIRST's Exploit Prediction Scoring System",
  licence: "free to use, with attribution to FIRST (EPSS usage agreement)",
};
