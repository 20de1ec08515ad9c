// The architecture, executable: docs/architecture.md says the same in words. Where the two differ, fix one of them.
// `tools/check/boundaries.test.ts` plants a violation of every rule and sees it caught.

/** Layer → the layers that it may import besides itself. A folder of src that is not here is an error. */
const LAYERS = {
  python: [],
  syntax: [],
  archive: [],
  model: ["python"],
  host: ["python"],
  git: ["host"],
  image: ["archive", "model", "python", "host"],
  config: ["model", "syntax", "host", "python"],
  discover: ["sources", "model", "host", "python"],
  sources: ["syntax", "archive", "model", "python", "host"],
  feeds: ["syntax", "archive", "model", "python", "host"],
  "advisory-index": ["syntax", "archive", "model", "python", "host"],
  "package-index": ["syntax", "archive", "model", "python", "host"],
  resolve: ["syntax", "model", "python", "host"],
  unpinned: ["resolve", "inventory", "model", "python"],
  reach: ["syntax", "model", "python", "host"],
  history: ["syntax", "model", "python", "host"],
  assemble: ["advisory-index", "inventory", "match", "policy", "fix", "model", "python"],
  inventory: ["model", "python"],
  match: ["model", "python"],
  policy: ["model", "python"],
  distribution: ["model"],
  compare: ["match", "model", "python"],
  reports: ["model", "python"],
  "pip-audit": ["sources", "syntax", "advisory-index", "match", "reports", "model", "python", "host"],
  fix: ["resolve", "match", "model", "python"],
  "fix-project": [
    "fix",
    "unpinned",
    "inventory",
    "assemble",
    "advisory-index",
    "sources",
    "package-index",
    "resolve",
    "match",
    "policy",
    "model",
    "python",
    "host",
  ],
  serve: ["advisory-index", "archive", "match", "model", "python"],
};

/** Libraries → the layers that may import them. One that is not here may be imported nowhere. */
const LIBRARIES = {
  commander: ["cli"],
  "smol-toml": ["syntax"],
  "js-yaml": ["syntax"],
  saxes: ["syntax"],
  "@zip.js/zip.js": ["archive"],
  "ae-cvss-calculator": ["advisory-index"],
  "@noble/hashes": ["assemble", "sources", "config"],
  "fast-string-width": ["reports", "cli"],
};

/** What of Node is a pure function of its arguments. All the rest belongs to host/node and cli. */
const PURE_BUILTINS = ["buffer", "crypto", "path", "path/posix", "stream", "string_decoder", "util", "zlib"];

const SRC = "packages/pyward/src";
const TEST = "\\.test\\.ts$";
const SHELVES = "sources|feeds|reports";
const MAY_TOUCH_THE_WORLD = `^${SRC}/(cli|host/node)/`;

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
const oneOf = (names) => names.map(escaped).join("|");

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `${layer} may import ${allowed.length === 0 ? "nothing of ours" : allowed.join(", ")}: move what you need down, or pass it in.`,
  severity: "error",
  from: { path: `^${SRC}/${layer}/`, pathNot: TEST },
  to: { path: `^${SRC}/`, pathNot: `^${SRC}/(${[layer, ...allowed].join("|")})/` },
}));

const libraryRules = Object.entries(LIBRARIES).map(([library, layers]) => ({
  name: `library-${library}`,
  comment: `Only ${layers.join(" and ")} may import ${library}: use what that layer offers.`,
  severity: "error",
  from: { path: `^${SRC}/`, pathNot: [`^${SRC}/(${layers.join("|")})/`, TEST] },
  to: { path: `node_modules/${escaped(library)}/` },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: "layer-cli",
      comment:
        "cli imports use-cases, and of the layers only what it needs to call them and to show the answer.",
      severity: "error",
      from: { path: `^${SRC}/cli/`, pathNot: TEST },
      to: { path: `^${SRC}/(?!(cli|host|model|python|policy|config|reports|advisory-index)/)[^/]+/` },
    },
    ...libraryRules,
    {
      name: "unknown-layer",
      comment: "This folder is in no layer: add it to LAYERS here and to the table of docs/architecture.md.",
      severity: "error",
      from: { path: `^${SRC}/(?!(${[...Object.keys(LAYERS), "cli"].join("|")})/)[^/]+/` },
      to: {},
    },
    {
      name: "unknown-library",
      comment: "A library needs a decision record (docs/decisions) and its layer in LIBRARIES here.",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: TEST },
      to: { path: "node_modules/", pathNot: `node_modules/(${oneOf(Object.keys(LIBRARIES))})/` },
    },
    {
      name: "no-cycle",
      comment: "Types count too: move what both sides need to a place below them.",
      severity: "error",
      from: { path: "^(packages|tools|test|bench)/" },
      to: { circular: true },
    },
    {
      name: "no-sibling-plugin",
      comment: "Plugins share through <shelf>/shared/, and know neither each other nor their registry.",
      severity: "error",
      from: { path: `^${SRC}/(${SHELVES})/([^/]+)/`, pathNot: TEST },
      to: { path: `^${SRC}/$1/`, pathNot: `^${SRC}/$1/($2|shared)/` },
    },
    {
      name: "nobody-imports-cli",
      comment: "The command line is thin and on top: what others need belongs in a use-case.",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: `^${SRC}/cli/` },
      to: { path: `^${SRC}/cli/` },
    },
    {
      name: "use-cases-get-their-host",
      comment:
        "A use-case takes the outside world as an argument: only cli and tests choose host/node (index.ts offers it).",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: [`^${SRC}/(cli|host)/`, `^${SRC}/index\\.ts$`, TEST] },
      to: { path: `^${SRC}/host/node/` },
    },
    {
      name: "world-only-in-host-and-cli",
      comment: "Files, network and process come as an argument (host/): only cli and host/node touch them.",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: [MAY_TOUCH_THE_WORLD, TEST] },
      to: { dependencyTypes: ["core"], pathNot: `^(node:)?(${oneOf(PURE_BUILTINS)})$` },
    },
    {
      name: "runs-nothing",
      comment:
        "pyward never runs what it audits: no child process, no vm, no other way to load code. host/node/keyring.ts alone starts a program, the user's own (docs/decisions/0063).",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: [TEST, `^${SRC}/host/node/keyring\\.ts$`] },
      to: {
        dependencyTypes: ["core"],
        path: "^(node:)?(child_process|cluster|inspector|module|repl|vm|worker_threads)(/|$)",
      },
    },
    {
      name: "page-knows-the-report",
      comment:
        "The page of the HTML report runs in a browser: it knows the report, what all reporters share, and preact.",
      severity: "error",
      from: { path: "^packages/web/src/", pathNot: TEST },
      to: {
        pathNot: ["^packages/web/src/", `^${SRC}/(model|python|reports/shared)/`, "node_modules/preact/"],
      },
    },
    {
      name: "page-is-built",
      comment: "The reporter takes the built page (reports/html/template.ts), never its sources.",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: TEST },
      to: { path: "^packages/web/" },
    },
    {
      name: "no-test-in-product",
      comment: "Code does not import tests or fixtures.",
      severity: "error",
      from: { path: `^${SRC}/`, pathNot: TEST },
      to: { path: [TEST, `^${SRC}/.+/fixtures/`, "^(tools|test|bench)/"] },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/dist/" },
    tsPreCompilationDeps: true, // type-only imports are dependencies, too
    tsConfig: { fileName: "tsconfig.json" },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
    },
  },
};
