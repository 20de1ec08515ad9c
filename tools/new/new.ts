// `npm run new source foo-lock` (or `report`, `feed`): a folder on the shelf that already passes every gate, so that
// its author starts from green and changes one thing at a time.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { format } from "oxfmt";
import { generate } from "../gen/gen.ts";
import { SHELVES, shelfPath, type Shelf } from "../gen/shelves.ts";
import { feedFiles } from "./feed.ts";
import { reportFiles } from "./report.ts";
import { sourceFiles } from "./source.ts";

const TEMPLATES = { sources: sourceFiles, reports: reportFiles, feeds: feedFiles } as const;

const USAGE = "usage: npm run new source|report|feed ID     (ID in kebab-case: `foo-lock`)";

/** Writes the folder and what is generated from it. Returns the paths written, or why nothing was. */
export async function scaffold(
  root: string,
  noun: string,
  id: string,
): Promise<readonly string[] | { readonly error: string }> {
  const shelf = SHELVES.find((candidate) => candidate.noun === noun);
  if (shelf === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(id) || id === "shared")
    return { error: USAGE };
  const folder = join(shelfPath(root, shelf), id);
  if (existsSync(folder)) return { error: `${shelf.folder}/${id} exists already` };
  const written = await writeFiles(root, shelf, id);
  return [...written, ...(await generate(root, true))];
}

async function writeFiles(root: string, shelf: Shelf, id: string): Promise<string[]> {
  const written: string[] = [];
  for (const [path, text] of Object.entries(TEMPLATES[shelf.folder](id))) {
    const file = join(shelfPath(root, shelf), path);
    if (existsSync(file)) continue; // the contract in shared/, from the second plugin on
    const { code } = /\/fixtures\//u.test(path)
      ? { code: text }
      : await format(path, text, { printWidth: 110 });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, code);
    written.push(`packages/pyward/src/${shelf.folder}/${path}`);
  }
  return written;
}

async function main([noun = "", id = ""]: readonly string[]): Promise<void> {
  const result = await scaffold(join(import.meta.dirname, "../.."), noun, id);
  if ("error" in result) {
    console.error(result.error);
    process.exitCode = 2;
    return;
  }
  for (const path of result) console.log(`wrote ${path}`);
  console.log(
    `Now read docs/adding-a-${noun}.md, and see \`npx vitest run ${id}\` pass before you change anything.`,
  );
}

if (import.meta.main) await main(process.argv.slice(2));
