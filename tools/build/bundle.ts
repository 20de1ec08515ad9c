import { build, type Metafile } from "esbuild";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { takeBuiltins } from "./builtins.ts";

/**
 * Bundles each entry as an ES module; what is imported when needed becomes a chunk of its own, so that a start loads
 * only what it uses. Every library is bundled; the advisories stay outside, they have their own release calendar.
 */
export async function bundle(
  root: string,
  outdir: string,
  entryPoints: Record<string, string>,
): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22.19",
    chunkNames: "chunks/[name]-[hash]",
    external: ["@pyward/advisories"],
    // Small and still readable in a stack trace: names stay.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none", // whole licences are in the notices
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, takeBuiltins(text));
    }),
  );
  return metafile;
}
