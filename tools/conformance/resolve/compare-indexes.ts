/**
 * Several indexes by the rules of the real pip and uv, and by pyward as their settings say: which version is chosen, and so whom a package comes from.
 *
 *   node tools/conformance/resolve/compare-indexes.ts PEERS
 *
 * PEERS has uv and a Python with pip. Ends with 1 if an answer differs.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serveIndexes } from "../pip-audit/index.ts";
import { runProgram } from "../../compare-peers/run-program.ts";

interface Case {
  readonly name: string;
  readonly tool: "uv" | "pip";
  readonly ask: string;
  readonly env: Readonly<Record<string, string>>;
  /** Files of the user, and of the project. */
  readonly files?: Readonly<Record<string, string>>;
}

// `usual` has newer 1.0 and plain 1.0 to 2.1, `other` newer 2.0, which needs plain, and plain 1.5.
const [USUAL, OTHER] = ["{URL}/usual/simple/", "{URL}/other/simple/"];
const PINNED = `[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["newer"]\n[tool.uv.sources]\nnewer = { index = "corp" }\n[[tool.uv.index]]\nname = "corp"\nurl = "${OTHER}"\nexplicit = true\n`;
const EXPLICIT = `[[index]]\nurl = "${USUAL}"\ndefault = true\n[[index]]\nname = "corp"\nurl = "${OTHER}"\nexplicit = true\n`;
const UV_FILE = "home/.config/uv/uv.toml";

const CASES: readonly Case[] = [
  { name: "the default one", tool: "uv", ask: "newer\n", env: { UV_DEFAULT_INDEX: USUAL } },
  {
    name: "the first that has it",
    tool: "uv",
    ask: "newer\n",
    env: { UV_DEFAULT_INDEX: USUAL, UV_INDEX: OTHER },
  },
  {
    name: "the first that has it, the other way",
    tool: "uv",
    ask: "newer\n",
    env: { UV_DEFAULT_INDEX: OTHER, UV_INDEX: USUAL },
  },
  {
    name: "the first that has it, though another has a newer one",
    tool: "uv",
    ask: "plain\n",
    env: { UV_DEFAULT_INDEX: USUAL, UV_INDEX: `corp=${OTHER}` },
  },
  {
    name: "nothing of the first fits",
    tool: "uv",
    ask: "plain>=2\n",
    env: { UV_DEFAULT_INDEX: USUAL, UV_INDEX: OTHER },
  },
  {
    name: "best match",
    tool: "uv",
    ask: "plain\nnewer\n",
    env: { UV_DEFAULT_INDEX: USUAL, UV_INDEX: OTHER, UV_INDEX_STRATEGY: "unsafe-best-match" },
  },
  {
    name: "best match of uv.toml",
    tool: "uv",
    ask: "plain\n",
    env: {},
    files: {
      [UV_FILE]: `index-strategy = "unsafe-best-match"\nindex-url = "${USUAL}"\nextra-index-url = ["${OTHER}"]\n`,
    },
  },
  {
    name: "first match, where the first fits",
    tool: "uv",
    ask: "plain\n",
    env: { UV_DEFAULT_INDEX: USUAL, UV_INDEX: OTHER, UV_INDEX_STRATEGY: "unsafe-first-match" },
  },
  {
    name: "tables of uv.toml, in their order",
    tool: "uv",
    ask: "newer\n",
    env: {},
    files: { [UV_FILE]: `[[index]]\nurl = "${USUAL}"\ndefault = true\n[[index]]\nurl = "${OTHER}"\n` },
  },
  {
    name: "an explicit index is asked about nothing else",
    tool: "uv",
    ask: "newer\nplain\n",
    env: {},
    files: { [UV_FILE]: EXPLICIT },
  },
  {
    name: "an explicit index for one package, the rest from the default one",
    tool: "uv",
    ask: "",
    env: {},
    files: { [UV_FILE]: EXPLICIT, "project/pyproject.toml": PINNED },
  },
  { name: "pip's one index", tool: "pip", ask: "newer\n", env: { PIP_INDEX_URL: OTHER } },
  {
    name: "pip merges",
    tool: "pip",
    ask: "newer\n",
    env: { PIP_INDEX_URL: USUAL, PIP_EXTRA_INDEX_URL: OTHER },
  },
  {
    name: "pip merges, the other way",
    tool: "pip",
    ask: "newer\n",
    env: { PIP_INDEX_URL: OTHER, PIP_EXTRA_INDEX_URL: USUAL },
  },
  {
    name: "pip.conf",
    tool: "pip",
    ask: "plain\nnewer\n",
    env: {},
    files: { "home/.config/pip/pip.conf": `[global]\nindex-url = ${USUAL}\nextra-index-url = ${OTHER}\n` },
  },
  {
    name: "the environment before pip.conf",
    tool: "pip",
    ask: "newer\n",
    env: { PIP_INDEX_URL: OTHER },
    files: { "home/.config/pip/pip.conf": `[global]\nindex-url = ${USUAL}\n` },
  },
];

const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const NOTHING = "nothing";

async function main(peers: string): Promise<void> {
  // Each case says all that is set: this machine's own settings are left out.
  for (const name of Object.keys(process.env)) if (/^(?:PIP|UV)_/.test(name)) delete process.env[name];
  const { server, url } = await serveIndexes();
  const folder = mkdtempSync(join(tmpdir(), "pyward-indexes-"));
  let different = 0;
  try {
    for (const [at, one] of CASES.entries()) {
      const place = join(folder, String(at));
      const env = layOut(one, place, url);
      const [theirs, ours] = [await askTool(one, { peers, place, env }), await askPyward(place, env)];
      if (theirs === ours) continue;
      different++;
      console.log(`${one.tool}, ${one.name}\n  ${one.tool}: ${theirs}\n  pyward: ${ours}`);
    }
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `${CASES.length} settings of several indexes: ${CASES.length - different} as the tool, ${different} different`,
  );
  process.exitCode = different === 0 ? 0 : 1;
}

type Environment = Readonly<Record<string, string>>;

function layOut({ ask, env, files = {} }: Case, place: string, url: string): Environment {
  const filled = (text: string): string => text.replaceAll("{URL}", url);
  const all = { "project/requirements.txt": ask, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    if (text !== "") writeFileSync(join(place, path), filled(text));
  }
  const own = Object.entries(env).map(([name, value]) => [name, filled(value)] as const);
  return {
    HOME: join(place, "home"),
    PYWARD_CACHE: join(place, "cache"),
    PYWARD_HOME: place,
    ...Object.fromEntries(own),
  };
}

interface Place {
  readonly peers: string;
  readonly place: string;
  readonly env: Environment;
}

async function askTool({ tool, ask }: Case, { peers, place, env }: Place): Promise<string> {
  const cwd = join(place, "project");
  if (tool === "pip") {
    const report = join(place, "report.json");
    const { code } = await runProgram(
      [
        join(peers, "python"),
        "-m",
        "pip",
        "install",
        "--dry-run",
        "--ignore-installed",
        "--report",
        report,
        "-r",
        "requirements.txt",
      ],
      { cwd, env },
    );
    if (code !== 0) return NOTHING;
    const { install }: { install: { metadata: { name: string; version: string } }[] } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    return shown(install.map(({ metadata }) => metadata));
  }
  const { code, stdout } = await runProgram(
    [
      ...[
        join(peers, "uv"),
        "pip",
        "compile",
        ask === "" ? "pyproject.toml" : "requirements.txt",
        "--quiet",
        "--no-header",
      ],
      ...[
        "--no-annotate",
        "--python-version",
        "3.11",
        "--no-python-downloads",
        "--cache-dir",
        join(place, "uv"),
      ],
    ],
    { cwd, env },
  );
  if (code !== 0) return NOTHING;
  const lines = stdout.split("\n").filter((line) => line.includes("=="));
  return shown(
    lines.map((line) => ({ name: line.split("==")[0] ?? "", version: line.split("==")[1] ?? "" })),
  );
}

async function askPyward(place: string, env: Environment): Promise<string> {
  const words = ["audit", "-f", "json", "--python", "3.11", "--platform", "linux"];
  const { stdout } = await runProgram([process.execPath, PYWARD, ...words], {
    cwd: join(place, "project"),
    env,
  });
  const { dependencies }: { dependencies: { name: string; version: string | null }[] } = JSON.parse(stdout);
  const found = dependencies.flatMap(({ name, version }) => (version === null ? [] : [{ name, version }]));
  return found.length === 0 ? NOTHING : shown(found);
}

function shown(pins: readonly { readonly name: string; readonly version: string }[]): string {
  return pins
    .map(({ name, version }) => `${name}==${version.trim()}`)
    .toSorted()
    .join(" ");
}

await main(process.argv[2] ?? "");
