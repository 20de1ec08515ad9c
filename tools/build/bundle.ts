import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { requireBuiltins, takeBuiltins } from "./builtins.ts";

/** Name in dist → file in src, absolute. */
export type Entries = Readonly<Record<string, string>>;

const COMMON = {
  bundle: true,
  platform: "node",
  target: "node22.19",
  external: ["@pyward/advisories"],
  // Small and still readable in a stack trace: names stay.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none", // whole licences are in the notices
  metafile: true,
  write: false,
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * The library: ES modules, with what is imported when needed in chunks of their own. Every library is bundled; the
 * advisories stay outside, they have their own release calendar.
 */
export async function bundleLibrary(root: string, outdir: string, entries: Entries): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: { ...entries },
    outdir,
    splitting: true,
    format: "esm",
    chunkNames: "chunks/[name]-[hash]",
  });
  await Promise.all(outputFiles.map(({ path, text }) => put(path, takeBuiltins(text))));
  return metafile;
}

/**
 * The command line: one CommonJS file, in which every module runs when it is first needed. Node resolves, reads and
 * links one file; twenty chunks of ES modules took a third of a small audit's time (docs/decisions/0002-esbuild.md).
 */
export async function bundleCommandLine(root: string, outfile: string, entry: string): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    format: "cjs",
    define: { "import.meta.resolve": "require.resolve", "import.meta.dirname": "__dirname" },
    plugins: [keepApart],
  });
  await Promise.all(outputFiles.map(({ path, text }) => put(path, inAscii(requireBuiltins(text)))));
  return metafile;
}

/**
 * esbuild escapes what is not ASCII in texts and leaves it in regular expressions. A single such character makes V8 keep
 * the whole program in two bytes a character, and read it more slowly.
 */
function inAscii(code: string): string {
  return code.replaceAll(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Libraries that an ordinary audit does not need: half of all the code, and read by none. Name → file beside the bundle. */
const APART = {
  "ae-cvss-calculator": "cvss",
  "@zip.js/zip.js": "zip",
  "js-yaml": "yaml",
  saxes: "xml",
} as const;

const keepApart: Plugin = {
  name: "keep-apart",
  setup({ onResolve }) {
    for (const [library, file] of Object.entries(APART)) {
      const filter = new RegExp(`^${library}$`);
      onResolve({ filter }, () => ({ path: `./${file}.cjs`, external: true }));
    }
  },
};

/** Those libraries, one file each. */
export async function bundleApart(root: string, outdir: string): Promise<Metafile> {
  const entryPoints = Object.entries(APART).map(([library, file]) => ({ in: library, out: file }));
  const { metafile, outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints,
    outdir,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  });
  await Promise.all(outputFiles.map(({ path, text }) => put(path, requireBuiltins(text))));
  return metafile;
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
