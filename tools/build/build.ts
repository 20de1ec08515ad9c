// Builds packages/pyward/dist: the bundle (one file for the hot path, the rest in chunks), the notices of what is
// bundled, the declarations. `npm ci` runs it as the root's `prepare`; it needs nothing but the installed dependencies.
import { existsSync } from "node:fs";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleAction, bundleApart, bundleCommandLine, bundleLater, bundleLibrary } from "./bundle.ts";
import { emitDeclarations } from "./declarations.ts";
import { defaultIndexModule } from "./default-index.ts";
import { writeNotices } from "./notices.ts";
import { buildPage } from "./page.ts";

const ROOT = join(import.meta.dirname, "../..");
const PACKAGE = join(ROOT, "packages/pyward");
const SOURCE = join(PACKAGE, "src");
const DIST = join(PACKAGE, "dist");

async function build(): Promise<void> {
  const started = Date.now();
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  const page = await buildPage(ROOT);
  await writeFile(join(SOURCE, "reports/html/template.ts"), page.module);
  await writeFile(join(SOURCE, "package-index/default-index.ts"), defaultIndexModule());
  const metafiles = [
    page.metafile,
    await bundleCommandLine({ root: ROOT }, join(DIST, "cli.cjs"), join(SOURCE, "cli/main.ts")),
    ...(await bundleLater({ root: ROOT }, DIST, SOURCE)),
    await bundleApart(ROOT, DIST),
    await bundleLibrary(ROOT, DIST, {
      index: join(SOURCE, "index.ts"),
      python: join(SOURCE, "python/index.ts"),
    }),
  ];
  const bundled = await writeNotices(ROOT, DIST, metafiles);
  await bundleAction(ROOT, join(ROOT, "action/dist/main.cjs"), join(ROOT, "action/main.ts"));
  emitDeclarations(ROOT);
  for (const file of ["LICENSE", "README.md"]) {
    if (existsSync(join(ROOT, file))) await copyFile(join(ROOT, file), join(PACKAGE, file));
  }
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const bytes = outputs.reduce((sum, output) => sum + output.bytes, 0);
  console.log(
    `build: ${outputs.length} files, ${Math.round(bytes / 1024)} kB with ${bundled} libraries inside, in ${Date.now() - started} ms`,
  );
}

await build().catch((error: unknown) => {
  // esbuild has said on stderr what it could not bundle; its errors carry the list.
  if (!(error instanceof Error && "errors" in error)) throw error;
  process.exitCode = 1;
});
