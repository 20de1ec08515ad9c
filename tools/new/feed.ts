import { exportName } from "../gen/shelves.ts";

/** Path below the shelf → text. */
export function feedFiles(id: string): Record<string, string> {
  const name = exportName(id);
  return {
    [`${id}/meta.ts`]: `import type { FeedMeta } from "../shared/feed.ts";

export const meta: FeedMeta = { id: "${id}", title: "${id}", licence: "CC-BY-4.0" };
`,
    [`${id}/index.ts`]: `import { feedPlace, timeText } from "../../model/index.ts";
import type { RecordFeed } from "../shared/feed.ts";
import { meta } from "./meta.ts";

/** Gives nothing yet: docs/adding-a-feed.md says what \`pull\` owes. */
export const ${name}: RecordFeed = {
  kind: "records",
  meta,
  url: "https://feed.example/",
  pull: async ({ url, now }) => {
    const time = timeText(now);
    const state = { feed: meta.id, url: feedPlace(url), etag: null, lastReconcile: time, lastUpdate: time };
    return { kind: "unchanged", state };
  },
};
`,
    [`${id}/${id}.test.ts`]: `import { expect, test } from "vitest";
import { SILENT, type Http } from "../../host/index.ts";
import { ${name} } from "./index.ts";

test("pulling twice changes nothing", async () => {
  const http: Http = { send: () => Promise.reject(new Error("no network")), pause: () => Promise.resolve() };
  const asked = { http, url: new URL(${name}.url), state: null, authorization: null };
  const pulled = await ${name}.pull({ ...asked, known: new Map(), now: new Date(0), isFull: false, progress: SILENT });
  expect(pulled).toMatchObject({ kind: "unchanged", state: { lastUpdate: "1970-01-01T00:00:00Z" } });
});
`,
    [`${id}/README.md`]: `# ${id}

Who supplies it, under which licence, and what pyward takes from it. This text becomes its part of docs/formats.md.
`,
  };
}
