// `node tools/conformance/resolving/compare.ts [PEERS]`: a source distribution whose build writes a file, asked for without a version. pyward resolves it and
// reports what it cannot know; the file does not appear. With PEERS, pip-audit does the same beside it, and it appears.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeTar } from "../../../packages/pyward/src/archive/tar/make-tar.ts";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../test/loopback-index.ts";

const PROGRAM = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");

/** Its build needs nothing from elsewhere (PEP 517, `backend-path`), and says at its first line that it ran. */
function sourceOf(canary: string): Buffer {
  const files = {
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "kiln_build"\nbackend-path = ["."]\n',
    "kiln_build.py": `open(${JSON.stringify(canary)}, "w").write("it ran")
def get_requires_for_build_wheel(config_settings=None):
    return []
def prepare_metadata_for_build_wheel(directory, config_settings=None):
    import os
    os.mkdir(directory + "/kiln-1.0.dist-info")
    open(directory + "/kiln-1.0.dist-info/METADATA", "w").write("Metadata-Version: 2.1\\nName: kiln\\nVersion: 1.0\\n")
    open(directory + "/kiln-1.0.dist-info/WHEEL", "w").write("Wheel-Version: 1.0\\nGenerator: kiln\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    return "kiln-1.0.dist-info"
def build_wheel(directory, config_settings=None, metadata_directory=None):
    raise SystemExit("there is nothing to build")
`,
    "PKG-INFO": "Metadata-Version: 2.1\nName: kiln\nVersion: 1.0\n\n",
  };
  return gzipSync(
    makeTar(Object.entries(files).map(([path, content]) => ({ path: `kiln-1.0/${path}`, content }))),
  );
}

function publishSource(index: LoopbackIndex, canary: string): void {
  const packed = sourceOf(canary);
  const hashes = { sha256: createHash("sha256").update(packed).digest("hex") };
  index.set("/simple/kiln/", {
    meta: { "api-version": "1.1" },
    name: "kiln",
    files: [listedSdist("kiln", "1.0", { hashes, size: packed.length })],
    versions: ["1.0"],
  });
  index.set("/files/kiln-1.0.tar.gz", (_, response) => void response.writeHead(200).end(packed));
}

function run(program: string, argv: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, argv, {
      cwd,
      env: { PATH: process.env["PATH"], HOME: cwd, PYWARD_CACHE: join(cwd, "cache") },
    });
    let text = "";
    child.stdout.on("data", (piece: Buffer) => (text += piece.toString()));
    child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
    child.on("error", (error) => resolve(error.message));
    child.on("close", () => resolve(text));
  });
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pyward-canary-")));
const canary = join(folder, "canary");
const index = await loopbackIndex();
publishSource(index, canary);
writeFileSync(join(folder, "requirements.txt"), "kiln\n");
const own = await run(process.execPath, [PROGRAM, "audit", "--index-url", index.url, "-f", "json"], folder);
const isRead =
  index.requests.some(({ path }) => path.endsWith(".tar.gz")) && own.includes('"dynamic-metadata"');
const hasRun = existsSync(canary);
const said = [
  `pyward ${isRead ? "read kiln 1.0 and said what it cannot know" : "did not resolve it"}: the canary ${hasRun ? "APPEARED" : "did not appear"}`,
];
const [peers] = process.argv.slice(2);
if (peers !== undefined) {
  rmSync(canary, { force: true });
  const argv = ["-r", "requirements.txt", "--index-url", index.url, "--progress-spinner", "off"];
  const answer = await run(join(peers, "pip-audit"), argv, folder);
  said.push(
    `pip-audit -r: the canary ${existsSync(canary) ? "appeared" : `did not appear (${answer.slice(-200).trim()})`}`,
  );
}
await index.close();
rmSync(folder, { recursive: true });
process.stdout.write(`${said.join("; ")}\n`);
process.exitCode = isRead && !hasRun ? 0 : 1;
