import { exportName } from "../gen/shelves.ts";

/** Path below the shelf → text. It reads OSV records. */
export function feedFiles(id: string): Record<string, string> {
  const name = exportName(id);
  return {
    "shared/feed.ts": `import type { FileTree } from "../../host/index.ts";
import type { RawRecord } from "../../model/index.ts";

/** Static facts about a supplier of advisories or signals. */
export interface FeedMeta {
  /** The folder's name, and the \`feed\` in reports. */
  readonly id: string;
  readonly title: string;
  /** SPDX identifier of the data's licence, or its words. */
  readonly licence: string;
}

/** One supplier. It reads what was fetched; fetching is the host's work. */
export interface Feed {
  readonly meta: FeedMeta;
  /** Every record of an archive, folder or file. A malformed record costs only itself. */
  read(tree: FileTree, path: string): AsyncIterable<RawRecord>;
}
`,
    [`${id}/meta.ts`]: `import type { FeedMeta } from "../shared/feed.ts";

export const meta: FeedMeta = { id: "${id}", title: "${id}", licence: "CC-BY-4.0" };
`,
    [`${id}/index.ts`]: `import type { Feed } from "../shared/feed.ts";
import { readRecords } from "../shared/read-records.ts";
import { meta } from "./meta.ts";

/** OSV records as they are. A supplier with a format of its own turns each record into OSV's here. */
export const ${name}: Feed = { meta, read: (tree, path) => readRecords(tree, path) };
`,
    [`${id}/${id}.test.ts`]: `import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { ${name} } from "./index.ts";

test("a malformed record costs only itself", async () => {
  const tree = memoryTree({ "records/a.json": '{"id": "A-1"}', "records/b.json": "{", "records/notes.txt": "" });
  const records: string[] = [];
  for await (const { kind, file } of ${name}.read(tree, "records")) records.push(\`\${kind} \${file}\`);
  expect(records).toEqual(["record records/a.json", "unreadable records/b.json"]);
});
`,
    [`${id}/README.md`]: `# ${id}

Who supplies it, under which licence, and what pyward takes from it. This text becomes its part of docs/formats.md.
`,
  };
}
