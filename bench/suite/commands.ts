import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPyward } from "../../tools/compare-peers/answers.ts";
import {
  isolate,
  PEERS,
  peerNamed,
  program,
  type Bench,
  type Input,
  type Peer,
  type PeerId,
} from "../../tools/compare-peers/peers.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXECUTABLE = join(ROOT, "tools/standalone/dist", `pyward-linux-${process.arch}`);

type State = "cold" | "warm" | "no cache";

/** One command of the suite, and what it stands for. */
export interface Measured {
  readonly tool: string;
  readonly work: string;
  readonly pins: number;
  readonly input: string;
  readonly state: State;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders that are emptied before each run. */
  readonly forget: readonly string[];
  /** What reads its JSON, and how it is asked for it; null: its answer is not compared. */
  readonly json: { readonly read: Peer["read"]; readonly argv: readonly string[] } | null;
}

export interface Work {
  readonly name: string;
  readonly pins: number;
  /** Folder with requirements.txt and the locks. */
  readonly folder: string;
}

/** A peer that does not read this kind of input. */
export type Cannot = Pick<Measured, "tool" | "work" | "pins" | "input">;

/** Everything that audits one input, and who cannot. */
export interface Job {
  readonly commands: readonly Measured[];
  readonly cannot: readonly Cannot[];
}

export type What = Pick<Measured, "work" | "pins" | "input">;

interface Program extends Pick<Measured, "tool" | "argv"> {
  /** It keeps something in its user's folders that makes the next run faster. */
  readonly keeps: boolean;
}

/** pyward as npm installs it, and as one executable where that is built. */
function ourPrograms(): readonly Program[] {
  const start = [process.execPath, join(ROOT, "packages/pyward/bin/pyward.js")];
  const npm = { tool: "pyward (npm)", argv: start, keeps: true };
  if (existsSync(EXECUTABLE)) return [npm, { tool: "pyward (standalone)", argv: [EXECUTABLE], keeps: false }];
  console.error("no standalone executable is measured: `npm run standalone` builds it");
  return [npm];
}

/** The engines with nothing to do: what every figure of ours contains. */
export function emptyPrograms(bench: Bench): readonly Measured[] {
  const file = join(bench.scratch, "empty.cjs");
  writeFileSync(file, "");
  const base = {
    work: "nothing",
    pins: 0,
    input: "",
    state: "no cache",
    cwd: bench.scratch,
    environment: {},
    forget: [],
    json: null,
  } as const;
  const bun = compiledEmpty(bench, file);
  return [
    { ...base, tool: "an empty Node process", argv: [process.execPath, file] },
    ...(bun !== null ? [{ ...base, tool: "an empty executable", argv: [bun] }] : []),
  ];
}

/** Null where no executable is built either. */
function compiledEmpty({ scratch }: Bench, file: string): string | null {
  const compiler = join(
    ROOT,
    `tools/standalone/node_modules/@oven/bun-linux-${process.arch === "x64" ? "x64-baseline" : "aarch64"}/bin/bun`,
  );
  if (!existsSync(EXECUTABLE) || !existsSync(compiler)) return null;
  const made = join(scratch, "empty-program");
  if (existsSync(made)) return made;
  const { status } = spawnSync(compiler, [
    "build",
    "--compile",
    "--bytecode",
    "--format=cjs",
    file,
    "--outfile",
    made,
  ]);
  return status === 0 ? made : null;
}

const OURS = ourPrograms();

/** Ours on a folder or file: `argv` behind the name of the program. */
export function oursOn(bench: Bench, what: What, argv: readonly string[]): readonly Measured[] {
  const home = join(bench.scratch, "home-of-pyward");
  return OURS.flatMap(({ tool, argv: start, keeps }) => {
    const command = [...start, ...argv];
    const one = {
      ...what,
      tool,
      argv: command,
      cwd: bench.scratch,
      environment: {
        ...{ HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, PYWARD_HOME: home },
        NO_COLOR: "1",
      },
      json: { read: readPyward, argv: [...command, "--format", "json"] },
    };
    return inEachState(one, keeps ? [home] : []);
  });
}

/** Twice where it keeps something in folders: with them emptied, and as the run before left them. */
function inEachState(
  one: Omit<Measured, "state" | "forget">,
  folders: readonly string[],
): readonly Measured[] {
  if (folders.length === 0) return [{ ...one, state: "no cache", forget: [] }];
  return [
    { ...one, state: "cold", forget: folders },
    { ...one, state: "warm", forget: [] },
  ];
}

/** Read by them too; the comparison of answers (docs/comparison.md) has no case of it. */
const ALSO: Readonly<Partial<Record<PeerId, Input>>> = {
  "osv-scanner": "poetry.lock",
  pysentry: "poetry.lock",
};

/** It ends as if all were well, and has not read a line (docs/comparison.md, point 5): no time of an audit. */
const UNREAD: Readonly<Partial<Record<PeerId, Input>>> = { pysentry: "pylock.toml" };

/** Everything that audits one input of one piece of work. */
export async function jobOf(bench: Bench, work: Work, input: Input): Promise<Job> {
  const what = { work: work.name, pins: work.pins, input };
  const file = join(work.folder, input);
  const ours = oursOn(bench, what, ["audit", ...(input === "requirements.txt" ? ["-r", file] : [file])]);
  const reads = ({ id, inputs }: Peer): boolean =>
    (inputs.includes(input) && UNREAD[id] !== input) || ALSO[id] === input;
  const readers = PEERS.filter(reads);
  const theirs = await Promise.all(
    readers.map(async (peer) => {
      const folder = await isolate(bench, work.folder, input);
      const argv = [program(bench, peer.program), ...peer.command(bench, folder, input)];
      return ofPeer(peer.id, bench, { what, argv, cwd: folder });
    }),
  );
  return {
    commands: [...ours, ...theirs.flat()],
    cannot: cannotOf(
      what,
      readers.map(({ id }) => id),
    ),
  };
}

/** The peers that are not among the readers. */
export function cannotOf(what: What, readers: readonly PeerId[]): readonly Cannot[] {
  return PEERS.filter(({ id }) => !readers.includes(id)).map(({ id }) => ({ ...what, tool: id }));
}

/** A peer's command, in each state of its cache. */
export function ofPeer(
  id: PeerId,
  bench: Bench,
  asked: { readonly what: What; readonly argv: readonly string[]; readonly cwd: string },
): readonly Measured[] {
  const { what, argv, cwd } = asked;
  const home = join(bench.scratch, "home");
  const environment = { HOME: home, XDG_CACHE_HOME: home, UV_CACHE_DIR: join(bench.scratch, "uv") };
  const one = { ...what, tool: id, argv, cwd, environment, json: { read: peerNamed(id).read, argv } };
  const caches: Partial<Record<PeerId, string>> = { "uv audit": "uv", pysentry: "pysentry" };
  const cache = caches[id];
  return inEachState(one, cache === undefined ? [] : [join(bench.scratch, cache)]);
}
