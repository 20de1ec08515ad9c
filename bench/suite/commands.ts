import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  isolate,
  PEERS,
  program,
  type Bench,
  type Input,
  type Peer,
} from "../../tools/compare-peers/peers.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXECUTABLE = join(ROOT, "tools/standalone/dist", `pyward-linux-${process.arch}`);

export type State = "cold" | "warm" | "no cache";

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

type Program = Pick<Measured, "tool" | "argv">;

/** pyward as npm installs it, and as one executable where that is built. */
function ourPrograms(): readonly Program[] {
  const npm = { tool: "pyward (npm)", argv: [process.execPath, join(ROOT, "packages/pyward/bin/pyward.js")] };
  if (existsSync(EXECUTABLE)) return [npm, { tool: "pyward (standalone)", argv: [EXECUTABLE] }];
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
export function oursOn(
  bench: Bench,
  what: Pick<Measured, "work" | "pins" | "input">,
  argv: readonly string[],
): readonly Measured[] {
  const home = join(bench.scratch, "home");
  return OURS.map(({ tool, argv: start }) => ({
    ...what,
    tool,
    state: "no cache",
    argv: [...start, ...argv],
    cwd: bench.scratch,
    environment: { HOME: home, XDG_CACHE_HOME: home, XDG_DATA_HOME: home, PYWARD_HOME: home, NO_COLOR: "1" },
    forget: [],
    json: null,
  }));
}

/** Everything that audits one input of one piece of work. */
export async function commandsFor(bench: Bench, work: Work, input: string): Promise<readonly Measured[]> {
  const what = { work: work.name, pins: work.pins, input };
  const file = join(work.folder, input);
  const ours = oursOn(bench, what, ["audit", ...(input === "requirements.txt" ? ["-r", file] : [file])]);
  const peers = PEERS.filter(({ inputs }) => inputs.some((one) => one === input));
  const theirs = await Promise.all(peers.map((peer) => ofPeer(peer, bench, { work, input: input as Input })));
  return [...ours, ...theirs.flat()];
}

async function ofPeer(
  peer: Peer,
  bench: Bench,
  { work, input }: { readonly work: Work; readonly input: Input },
): Promise<readonly Measured[]> {
  const folder = await isolate(bench, work.folder, input);
  const argv = [program(bench, peer.program), ...peer.command(bench, folder, input)];
  const home = join(bench.scratch, "home");
  const caches = [join(bench.scratch, peer.id === "uv audit" ? "uv" : "pysentry")];
  const one: Omit<Measured, "state" | "forget"> = {
    tool: peer.id,
    work: work.name,
    pins: work.pins,
    input,
    argv,
    cwd: folder,
    environment: { HOME: home, XDG_CACHE_HOME: home, UV_CACHE_DIR: join(bench.scratch, "uv") },
    json: { read: peer.read, argv },
  };
  const keepsAnswers = peer.id === "uv audit" || peer.id === "pysentry";
  if (!keepsAnswers) return [{ ...one, state: "no cache", forget: [] }];
  return [
    { ...one, state: "cold", forget: caches },
    { ...one, state: "warm", forget: [] },
  ];
}

/** 215 distributions as they lie installed: their metadata and a module each. Nothing of them is ever imported. */
export function makeEnvironment(folder: string, pins: readonly string[]): string {
  const site = join(folder, "venv/lib/python3.12/site-packages");
  for (const pin of pins) {
    const [name = "", version = ""] = pin.split("==");
    const module = name.replaceAll(/[-.]/gu, "_");
    const info = join(site, `${module}-${version}.dist-info`);
    mkdirSync(info, { recursive: true });
    mkdirSync(join(site, module), { recursive: true });
    writeFileSync(join(site, module, "__init__.py"), "");
    writeFileSync(join(info, "METADATA"), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
    writeFileSync(join(info, "INSTALLER"), "uv\n");
    writeFileSync(
      join(info, "RECORD"),
      `${module}/__init__.py,,\n${module}-${version}.dist-info/METADATA,,\n${module}-${version}.dist-info/INSTALLER,,\n${module}-${version}.dist-info/RECORD,,\n`,
    );
  }
  writeFileSync(join(folder, "venv/pyvenv.cfg"), "home = /usr/bin\nversion = 3.12.4\n");
  return site;
}

/** The pins of one requirements file, dealt out to so many projects. */
export function makeMonorepo(folder: string, pins: readonly string[], projects: number): string {
  const each = Math.ceil(pins.length / projects);
  for (let at = 0; at < projects; at++) {
    const own = join(folder, "monorepo", `service-${at}`);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "requirements.txt"), `${pins.slice(at * each, (at + 1) * each).join("\n")}\n`);
  }
  return join(folder, "monorepo");
}

export function pinsOf(file: string): readonly string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^[\w.-]+==\S+$/u.test(line));
}
