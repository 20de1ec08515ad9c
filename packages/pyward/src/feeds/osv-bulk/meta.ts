import type { FeedMeta } from "../shared/feed.ts";

export const meta: FeedMeta = {
  id: "osv-bulk",
  title: "osv.dev's bulk files",
  licence: "each record under its own supplier's (CC-BY-4.0, Apache-2.0)",
};
