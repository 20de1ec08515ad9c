// Builds packages/pyward/dist: the bundle (one file for the hot path, the rest in chunks), the notices of what is
// bundled, the declarations. `npm ci` runs it as the root's `prepare`; it needs nothing but the installed dependencies.
import { existsSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { emitDeclarations } from "./declarations.ts";
import { writeNotices } from "./notices.ts";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGE = join(ROOT, "packages/pyward");
const SOURCE = join(PACKAGE, "src");
const DIST = join(PACKAGE, "dist");

/** Name in dist → file in src. */
const ENTRIES = { cli: "cli/main.ts", index: "index.ts", python: "python/index.ts" };

async function build(): Promise<void> {
  const started = Date.now();
  const entries = Object.entries(ENTRIES).filter(([name, file]) => {
    const present = existsSync(join(SOURCE, file));
    if (!present) console.warn(`build: no src/${file}: dist/${name}.js is left out`);
    return present;
  });
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  const metafile = await bundle(
    ROOT,
    DIST,
    Object.fromEntries(entries.map(([name, file]) => [name, join(SOURCE, file)])),
  );
  const bundled = await writeNotices(ROOT, DIST, metafile);
  if (entries.length === Object.keys(ENTRIES).length) emitDeclarations(ROOT);
  for (const file of ["LICENSE", "README.md"]) {
    if (existsSync(join(ROOT, file))) await copyFile(join(ROOT, file), join(PACKAGE, file));
  }
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(
    `build: ${entries.length} entries, ${Math.round(bytes / 1024)} kB with ${bundled} libraries inside, in ${Date.now() - started} ms`,
  );
}

await build().catch((error: unknown) => {
  // esbuild has said on stderr what it could not bundle; its errors carry the list.
  if (!(error instanceof Error && "errors" in error)) throw error;
  process.exitCode = 1;
});
