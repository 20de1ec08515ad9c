import type { AskedFeedMeta } from "../shared/asked-feed.ts";

export const meta: AskedFeedMeta = {
  id: "osv-service",
  title: "a service that speaks OSV's API",
  licence: "of the service's suppliers",
};
