import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  readOsvScanner,
  readPipAudit,
  readPysentry,
  readPyward,
  readUvAudit,
  type Answer,
  type Normaliser,
} from "./answers.ts";
import { runProgram, type Ended } from "./run-program.ts";

export type PeerId = "pip-audit" | "uv audit" | "osv-scanner" | "pysentry";
export type Input = "requirements.txt" | "uv.lock" | "pylock.toml" | "poetry.lock";

/** What a run needs to know: where the programs are, who answers, where to write. */
export interface Bench {
  /** Folder of the peers' executables; null: they are on PATH. */
  readonly programs: string | null;
  /** The loopback service, without a trailing slash. */
  readonly url: string;
  /** The OSV zip that the service answers from. */
  readonly archive: string;
  /** A folder of this run: caches, copies of inputs, homes. */
  readonly scratch: string;
}

export interface Peer {
  readonly id: PeerId;
  readonly program: string;
  readonly inputs: readonly Input[];
  readonly read: Normaliser;
  /** The command for one input that lies, alone with its manifest, in a folder. */
  readonly command: (bench: Bench, folder: string, input: Input) => readonly string[];
}

export const PEERS: readonly Peer[] = [
  {
    id: "pip-audit",
    program: "pip-audit",
    inputs: ["requirements.txt", "pylock.toml"],
    read: readPipAudit,
    command: (bench, folder, input) => [
      ...(input === "pylock.toml" ? ["--locked", folder] : ["-r", join(folder, input), "--no-deps"]),
      ...(input === "pylock.toml" ? [] : ["--disable-pip"]),
      ...["-s", "osv", "--osv-url", `${bench.url}/v1/query`, "--progress-spinner", "off", "-f", "json"],
    ],
  },
  {
    id: "uv audit",
    program: "uv",
    inputs: ["uv.lock"],
    read: readUvAudit,
    command: (bench) => [
      ...["audit", "--frozen", "--preview-features", "audit,json-output", "--service-url", `${bench.url}/`],
      ...["--output-format", "json", "--no-progress"],
    ],
  },
  {
    id: "osv-scanner",
    program: "osv-scanner",
    inputs: ["requirements.txt", "uv.lock", "pylock.toml"],
    read: readOsvScanner,
    command: (bench, folder, input) => [
      ...["scan", "source", "--offline", "--local-db-path", join(bench.scratch, "osv"), "--format", "json"],
      ...["-L", `${input === "requirements.txt" ? "requirements.txt:" : ""}${join(folder, input)}`],
    ],
  },
  {
    id: "pysentry",
    program: "pysentry-rs",
    inputs: ["requirements.txt", "uv.lock", "pylock.toml"],
    read: readPysentry,
    command: (bench, folder, input) => [
      ...(input === "requirements.txt" ? ["--no-resolver", "--requirements-files", join(folder, input)] : []),
      ...["--config", join(bench.scratch, "pysentry.toml"), "--sources", "osv"],
      ...["--service-url", `${bench.url}/v1`, "--no-maintenance-check", "--format", "json", "--no-ci-detect"],
      ...["--cache-dir", join(bench.scratch, "pysentry")],
      folder,
    ],
  },
];

const PYSENTRY_SETTINGS = `version = 1
[sources]
enabled = ["osv"]
[maintenance]
enabled = false
[notifications]
enabled = false
`;

/** Lays out what the peers expect to find: osv-scanner's local database, pysentry's settings, homes of their own. */
export async function prepare(bench: Bench): Promise<void> {
  const database = join(bench.scratch, "osv", "osv-scalibr", "PyPI");
  await mkdir(database, { recursive: true });
  await mkdir(join(bench.scratch, "home"), { recursive: true });
  await copyFile(bench.archive, join(database, "all.zip"));
  await writeFile(join(bench.scratch, "pysentry.toml"), PYSENTRY_SETTINGS);
}

export interface Ran {
  readonly ended: Ended;
  readonly answer: Answer;
}

export async function runPeer(peer: Peer, bench: Bench, folder: string, input: Input): Promise<Ran> {
  const ended = await runProgram(
    [program(bench, peer.program), ...peer.command(bench, folder, input)],
    inFolder(bench, folder),
  );
  const answer = peer.read(ended.stdout);
  return { ended, answer: answer.kind === "lost" ? { kind: "lost", why: whyLost(ended) } : answer };
}

export function peerNamed(id: PeerId): Peer {
  const peer = PEERS.find((each) => each.id === id);
  if (peer === undefined) throw new Error(`no peer ${id}`);
  return peer;
}

export function program(bench: Pick<Bench, "programs">, name: string): string {
  return bench.programs === null ? name : join(bench.programs, name);
}

/** The build in this checkout, over its own interface. */
export async function runPyward(paths: readonly string[], options: readonly string[] = []): Promise<Ran> {
  const bin = join(import.meta.dirname, "../../packages/pyward/bin/pyward.js");
  const ended = await runProgram([process.execPath, bin, "audit", ...paths, ...options, "--format", "json"]);
  const answer = readPyward(ended.stdout);
  return { ended, answer: answer.kind === "lost" ? { kind: "lost", why: whyLost(ended) } : answer };
}

/** A folder with one input and nothing else that a tool could prefer. The index named in a lock becomes the loopback's. */
export async function isolate(bench: Bench, workload: string, input: Input): Promise<string> {
  const folder = join(bench.scratch, "work", `${workload.split("/").at(-1)}-${input}`);
  await mkdir(folder, { recursive: true });
  const text = await readFile(join(workload, input), "utf8");
  await writeFile(join(folder, input), text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/gu, bench.url));
  if (input === "uv.lock" || input === "poetry.lock") {
    await writeFile(join(folder, "pyproject.toml"), await readFile(join(workload, "pyproject.toml")));
  }
  return folder;
}

function inFolder(bench: Bench, folder: string): { cwd: string; env: Record<string, string>; limit: number } {
  const home = join(bench.scratch, "home");
  const env = { HOME: home, XDG_CACHE_HOME: home, UV_CACHE_DIR: join(bench.scratch, "uv") };
  return { cwd: folder, env, limit: 180 };
}

/** The last thing that it said, or that it had to be stopped. */
function whyLost({ code, stderr }: Ended): string {
  if (code === null) return "stopped after its time was up, or not started";
  const last = stderr.trim().split("\n").at(-1) ?? "";
  return `exit ${code}: ${last.replaceAll(/(?:\/[\w.-]+){2,}/gu, "PATH").slice(0, 160)}`;
}

/** Names and versions of the peers, as their programs say. */
export async function versionsOf(bench: Bench): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const peer of PEERS) {
    const { stdout, stderr } = await runProgram([program(bench, peer.program), "--version"]);
    const version = /\d+(?:\.\d+)+/u.exec(stdout + stderr)?.[0] ?? "not found";
    lines.push(`${peer.id} ${version}`);
  }
  return lines;
}
