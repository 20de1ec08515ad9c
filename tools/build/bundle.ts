import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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

/** What an ES module knows of itself, in CommonJS. */
const DEFINE = { "import.meta.resolve": "require.resolve", "import.meta.dirname": "__dirname" };

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

/** What is bundled where. */
interface Place {
  readonly root: string;
  /** What an engine has of its own, in place of a module: the standalone executables take it. */
  readonly more?: readonly Plugin[];
}

/**
 * The command line: one CommonJS file, in which every module runs when it is first needed. Node resolves, reads and
 * links one file; twenty chunks of ES modules took a third of a small audit's time (docs/decisions/0002-esbuild.md).
 */
export async function bundleCommandLine(
  { root, more = [] }: Place,
  outfile: string,
  entry: string,
): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    format: "cjs",
    define: DEFINE,
    plugins: [...more, keepApart, keepForLater, runWhenCalled],
    // `require` in its place: the program is run as a script, which has no loader of modules.
    supported: { "dynamic-import": false },
  });
  await Promise.all(outputFiles.map(({ path, text }) => put(path, signed(inAscii(requireBuiltins(text))))));
  return metafile;
}

/** With its digest at the end, by which `bin/run-program.js` knows what it kept of this very program. */
function signed(code: string): string {
  return `${code}//${createHash("sha256").update(code).digest("hex").slice(0, 32)}`;
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

/** A library of one function that an ordinary audit does not call, and that builds its Unicode tables as soon as it runs. */
const CALLED_RARELY = /^fast-string-width$/;

/** Puts a function of the same name in its place, which runs the library when it is first called. */
const runWhenCalled: Plugin = {
  name: "run-when-called",
  setup({ onResolve, onLoad }) {
    const namespace = "when-called";
    onResolve({ filter: CALLED_RARELY }, ({ path, namespace: from, resolveDir }) =>
      from === namespace ? null : { path, namespace, pluginData: resolveDir },
    );
    onLoad({ filter: CALLED_RARELY, namespace }, ({ path, pluginData: resolveDir }) => ({
      contents: `export default (text) => require(${JSON.stringify(path)}).default(text);`,
      resolveDir,
    }));
  },
};

/**
 * What an ordinary audit does not come to: half of our own code. It lies in one more file, with its own copy of what it shares with the
 * command line, and hands over plain data. Modules that are imported when needed, below `src`.
 */
const LATER = [
  ...[
    "against-base",
    "asked-feed",
    "config-revision",
    "edit-ignores",
    "import-database",
    "import-ignores",
    "init-project",
    "named-images",
    "package-indexes",
    "records-place",
    "pip-audit/run-pip-audit",
    "render-saved",
    "run-fix",
    "resolving",
    "revision-roots",
    "serve-database",
    "show-database",
    "export-database",
    "require-signatures",
    "show-database-diff",
    "show-explanations",
    "show-why",
    "trace-run",
    "update-database",
    "write-bill",
    "write-completion",
  ].map((name) => `cli/${name}`),
  "advisory-index/build-index",
  "advisory-index/weakness/index",
  "feeds/shared/read-records",
  "sources/shared/distro/with-owners",
  "add-advisories",
  "ask-distribution",
  "consult-feed",
  "database-at",
  "find-admitted",
  "check-index",
  "open-images",
  "plan-advice",
  "read-images",
  "read-mentioned",
  "resolve-projects",
  "traced-tree",
  ...["bundled-wheels", "conda-environment", "conda-lock", "cyclonedx", "dockerfile", "egg"].map(
    (id) => `sources/${id}/index`,
  ),
  ...["pyproject", "setup-cfg", "pipfile", "script"].map((id) => `sources/${id}/edit`),
  "sources/requirements-txt/edit/edit-requirements",
  "reports/table/change/index",
  ...[
    "notebook",
    "pixi-lock",
    "pixi-toml",
    "pre-commit",
    "sdist",
    "setup-py",
    "spdx",
    "tox-ini",
    "wheel",
    "zipapp",
  ].map((id) => `sources/${id}/index`),
  ...[
    "csv",
    "cyclonedx-json",
    "cyclonedx-xml",
    "github",
    "gitlab",
    "junit",
    "markdown",
    "openvex",
    "sarif",
    "spdx-json",
    "spdx3-json",
  ].map((id) => `reports/${id}/index`),
];

/** What an audit under a configuration needs besides: small, so that it costs little more than one without. */
const CONFIGURED = ["cli/apply-configuration", "review-waivers"];

/** Sources of their own kind, each with most of what they share: an audit has one of these kinds, or none. */
const LOCKS = ["pdm-lock", "pipfile", "pipfile-lock", "poetry-lock", "pylock-toml", "script"];

/** File beside the command line's → the modules in it. */
const PUT_OFF: Readonly<Record<string, readonly string[]>> = {
  "later.cjs": LATER,
  "configured.cjs": CONFIGURED,
  // As large as all other formats together.
  "html.cjs": ["reports/html/index"],
  // Most environments tell their Python, too.
  "environment.cjs": ["sources/environment/index", "audit-interpreters"],
  "locks.cjs": LOCKS.map((id) => `sources/${id}/index`),
};

const keepForLater: Plugin = {
  name: "keep-for-later",
  setup({ onResolve }) {
    for (const [file, modules] of Object.entries(PUT_OFF)) {
      const names = modules.map((path) =>
        path
          .split("/")
          .slice(path.endsWith("/index") ? -2 : -1)
          .join("/"),
      );
      const filter = new RegExp(`/(?:${names.join("|")})\\.ts$`);
      onResolve({ filter }, ({ kind }) =>
        kind === "dynamic-import" ? { path: `./${file}`, external: true } : null,
      );
    }
  },
};

/** Those files. `source`: the folder `src`. */
export async function bundleLater(
  place: Place,
  outdir: string,
  source: string,
): Promise<readonly Metafile[]> {
  return Promise.all(
    Object.entries(PUT_OFF).map(([file, modules]) =>
      bundlePutOff({ ...place, source, outfile: join(outdir, file) }, modules),
    ),
  );
}

interface PutOff extends Place {
  readonly source: string;
  readonly outfile: string;
}

async function bundlePutOff(
  { root, more = [], source, outfile }: PutOff,
  modules: readonly string[],
): Promise<Metafile> {
  const contents = modules.map((path) => `export * from "./${path}.ts";`).join("\n");
  const { metafile, outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    stdin: { contents, resolveDir: source, sourcefile: "later.ts" },
    outfile,
    format: "cjs",
    define: DEFINE,
    plugins: [...more, keepApart],
    supported: { "dynamic-import": false },
  });
  await Promise.all(outputFiles.map(({ path, text }) => put(path, inAscii(requireBuiltins(text)))));
  return metafile;
}

/** The GitHub Action: one file, which GitHub runs as it stands in the release's commit. */
export async function bundleAction(root: string, outfile: string, entry: string): Promise<void> {
  const { outputFiles } = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    format: "cjs",
    target: "node24",
    define: DEFINE,
  });
  await Promise.all(outputFiles.map(({ path, text }) => put(path, text)));
}

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
