// Edits what uv and pip-compile wrote, hashes included, and holds it against what they write themselves for the new version: see README.md.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyEdits } from "../../../packages/pyward/src/apply-edits.ts";
import { editFiles } from "../../../packages/pyward/src/edit-files.ts";
import { nodeFileSet, nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Release } from "../../../packages/pyward/src/model/index.ts";
import { normalizeName } from "../../../packages/pyward/src/python/index.ts";
import { requirementsTxt } from "../../../packages/pyward/src/sources/requirements-txt/index.ts";

/** What else is asked for, the package, the version that goes and the one that comes; the two need the same. */
const MOVES = [
  ["requests==2.31.0", "urllib3", "1.26.15", "1.26.18"],
  ["flask==2.3.3", "jinja2", "3.1.2", "3.1.4"],
  ["flask==2.3.3", "werkzeug", "2.3.7", "2.3.8"],
  ["requests==2.31.0", "certifi", "2023.5.7", "2023.7.22"],
  ["requests==2.31.0", "idna", "3.4", "3.6"],
  ["pandas==2.1.4", "numpy", "1.26.3", "1.26.4"],
  ["django==4.2.1", "sqlparse", "0.4.3", "0.4.4"],
  ["flask==2.3.3", "markupsafe", "2.1.3", "2.1.5"],
  ["httpx==0.25.0", "anyio", "3.7.0", "3.7.1"],
  ["aiohttp==3.8.5", "yarl", "1.9.2", "1.9.4"],
] as const;

const bin = process.argv[2] ?? "";
let [same, different, refused, installs] = [0, 0, 0, 0];

for (const [other, name, from, to] of MOVES) {
  for (const tool of ["uv", "pip-compile"] as const) await compare(tool, { other, name, from, to });
}
console.log(
  `${same + different} files of uv and pip-compile edited: ${same} as the tool itself writes them, ${different} differences, ${refused} that the tool does not make; ` +
    `pip takes ${installs} with --require-hashes`,
);
process.exitCode = different === 0 && same > 10 && installs > 5 ? 0 : 1;

interface Move {
  readonly other: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

async function compare(tool: "uv" | "pip-compile", move: Move): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "compiled-"));
  try {
    const [old, wanted] = [move.from, move.to].map((version) =>
      compile(tool, folder, `${move.other}\n${move.name}==${version}\n`),
    );
    if (old === null || old === undefined || wanted === null || wanted === undefined) {
      refused++;
      return;
    }
    const root = join(folder, "root");
    mkdirSync(root);
    writeFileSync(join(root, "requirements.txt"), old);
    await edit(root, move, wanted);
    const edited = readFileSync(join(root, "requirements.txt"), "utf8");
    if (edited === wanted) same++;
    else {
      different++;
      console.error(`${tool}, ${move.name} ${move.from} to ${move.to}: not what the tool writes`);
    }
    if (takes(join(root, "requirements.txt"))) installs++;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Null: the tool finds no way, or not on this Python. */
function compile(tool: "uv" | "pip-compile", folder: string, text: string): string | null {
  writeFileSync(join(folder, "requirements.in"), text);
  const [output, input] = [join(folder, "requirements.txt"), join(folder, "requirements.in")];
  rmSync(output, { force: true });
  const common = ["--generate-hashes", "--no-header", "--quiet", "--output-file", output, input];
  const words =
    tool === "uv" ? ["pip", "compile", "--python-version", "3.11", ...common] : ["--strip-extras", ...common];
  const run = spawnSync(join(bin, tool), words, { encoding: "utf8", cwd: folder });
  return run.status === 0 ? readFileSync(output, "utf8") : null;
}

async function edit(root: string, { name, from, to }: Move, wanted: string): Promise<void> {
  const tree = nodeTree(root);
  const change = { name: normalizeName(name), from, to, release: releaseIn(wanted, name) };
  const request = {
    tree,
    target: { path: "requirements.txt" },
    settings: { workingDirectory: "" },
    changes: [change],
  };
  const answer = await requirementsTxt.edit?.(request);
  applyEdits(nodeFileSet({ root, journals: null }), await editFiles(tree, answer?.edits ?? []));
}

/** The hashes that an index gives are those that the tools found there, in an order of no meaning. */
function releaseIn(text: string, name: string): Release {
  const entry = text.split(/\n(?=\S)/).find((part) => part.startsWith(`${name}==`)) ?? "";
  const hashes = [...entry.matchAll(/sha256:[0-9a-f]{64}/g)].map(([hash]) => hash).toReversed();
  const files = hashes.map((hash, at) => ({
    filename: `${name}-${at}.whl`,
    url: `https://index.example/${name}-${at}.whl`,
    hashes: [hash],
    size: null,
    uploadTime: null,
  }));
  return { requires: [], extras: [], requiresPython: null, files };
}

function takes(path: string): boolean {
  const words = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--dry-run",
    "--ignore-installed",
    "--only-binary",
    ":all:",
    "--require-hashes",
    "-r",
    path,
  ];
  return spawnSync(join(bin, "python"), words, { encoding: "utf8" }).status === 0;
}
