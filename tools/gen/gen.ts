// `npm run gen` writes every generated file from what it is generated from; `npm run gen -- --check` writes nothing
// and fails on a difference, naming the file.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { format } from "oxfmt";
import { cliPage } from "./cli-page.ts";
import { configSchema } from "./config-schema.ts";
import { everydayOptions } from "./everyday-options.ts";
import { formatsPage } from "./formats-page.ts";
import { manPage } from "./man-page.ts";
import { patchesSchema } from "./patches-schema.ts";
import { registry } from "./registry.ts";
import { reportSchema } from "./report-schema.ts";
import { halfWritten, SHELVES } from "./shelves.ts";

/** Path below the root → its content; null: there is nothing to generate it from yet. */
type Generator = (root: string) => Promise<string | null>;

const GENERATED: Readonly<Record<string, Generator>> = {
  ...Object.fromEntries(
    SHELVES.map((shelf) => [`packages/pyward/src/${shelf.folder}/registry.ts`, registry(shelf)]),
  ),
  "packages/pyward/src/cli/everyday-options.ts": everydayOptions,
  "docs/formats.md": formatsPage,
  "docs/cli.md": cliPage,
  "packages/pyward/man/pyward.1": manPage,
  "docs/report-schema.json": reportSchema,
  "docs/config-schema.json": configSchema,
  "docs/patches-schema.json": patchesSchema,
};

/** Writes what differs, or only looks. Returns the paths that differed. */
export async function generate(root: string, write: boolean): Promise<string[]> {
  const options: Parameters<typeof format>[2] = JSON.parse(
    await readFile(join(root, ".oxfmtrc.json"), "utf8"),
  );
  const different: string[] = [];
  for (const [path, generator] of Object.entries(GENERATED)) {
    const raw = await generator(root);
    if (raw === null) continue;
    // The formatter knows no roff.
    const { code } = path.endsWith(".1") ? { code: raw } : await format(path, raw, options);
    if (code === (await readFile(join(root, path), "utf8").catch(() => null))) continue;
    different.push(path);
    if (!write) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), code);
  }
  return different;
}

async function main(): Promise<void> {
  const root = join(import.meta.dirname, "../..");
  const check = process.argv.includes("--check");
  const different = await generate(root, !check);
  const unfinished = await halfWritten(root);
  for (const line of unfinished) console.warn(`left out: ${line}`);
  for (const path of different) console.log(check ? `out of date: ${path}` : `wrote ${path}`);
  if (check && different.length > 0) console.error("Run `npm run gen` and commit the result.");
  if (check && different.length + unfinished.length > 0) process.exitCode = 1;
}

if (import.meta.main) await main();
