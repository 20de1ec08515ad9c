import type { AskedFeedMeta } from "../shared/asked-feed.ts";

export const meta: AskedFeedMeta = {
  id: "index-json",
  title: "vulnerabilities that a package index lists",
  licence: "CC-BY-4.0",
};
