import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLoopback } from "../loopback.ts";
import type { Options } from "../options.ts";
import {
  peerNamed,
  prepare,
  runPeer,
  runPyward,
  type Bench,
  type Input,
  type PeerId,
  type Ran,
} from "../peers.ts";

/** What a reproduction shows: two answers side by side, in words. */
export interface Sides {
  readonly peer: string;
  readonly pyward: string;
  /** Null: pyward cannot answer yet, and says so. */
  readonly right: boolean | null;
}

export interface Reproduction {
  readonly number: number;
  readonly title: string;
  /** What the right answer is, and by which rule. */
  readonly rule: string;
  readonly run: (options: Options) => Promise<Sides>;
}

/** A service, a scratch folder and ways to ask; everything is gone afterwards. */
export interface Stage {
  readonly options: Options;
  readonly bench: Bench;
  /** A folder with these pins as requirements.txt, and as uv.lock where a peer reads only that. */
  readonly project: (...pins: readonly string[]) => Promise<string>;
  readonly ask: (peer: PeerId, folder: string, input?: Input) => Promise<Ran>;
  readonly pyward: (paths: readonly string[], options?: readonly string[]) => Promise<Ran>;
}

export interface StageOptions {
  readonly page?: number;
  readonly withdrawn?: boolean;
  readonly archive?: string;
}

export async function onStage<T>(
  options: Options,
  settings: StageOptions,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), "pyward-show-"));
  const archive = settings.archive ?? options.archive;
  const service = await startLoopback({ ...options, ...settings, archive });
  try {
    const bench = { programs: options.programs, url: service.url, archive, scratch };
    await prepare(bench);
    return await act({
      options,
      bench,
      project: (...pins) => writeProject(bench, pins),
      ask: (peer, folder, input) => {
        const found = peerNamed(peer);
        return runPeer(found, bench, folder, input ?? found.inputs[0] ?? "requirements.txt");
      },
      pyward: runPyward,
    });
  } finally {
    service.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeProject({ scratch, url }: Bench, pins: readonly string[]): Promise<string> {
  const folder = join(scratch, `project-${pins.join("-").replaceAll(/[^\w.-]/gu, "_")}`);
  await mkdir(folder, { recursive: true });
  const pairs = pins.map((pin) => pin.split("==")).map(([name = "", version = ""]) => ({ name, version }));
  await writeFile(join(folder, "requirements.txt"), `${pins.join("\n")}\n`);
  await writeFile(
    join(folder, "pyproject.toml"),
    `[project]\nname = "shown"\nversion = "0"\nrequires-python = ">=3.9"\ndependencies = ${JSON.stringify(pins)}\n`,
  );
  await writeFile(join(folder, "uv.lock"), uvLock(pairs, `${url}/simple`));
  return folder;
}

function uvLock(pins: readonly { readonly name: string; readonly version: string }[], index: string): string {
  const names = pins.map(({ name }) => `    { name = "${name}" },`);
  const wanted = pins.map(({ name, version }) => `    { name = "${name}", specifier = "==${version}" },`);
  return [
    'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n',
    '[[package]]\nname = "shown"\nversion = "0"\nsource = { virtual = "." }',
    `dependencies = [\n${names.join("\n")}\n]\n`,
    `[package.metadata]\nrequires-dist = [\n${wanted.join("\n")}\n]\n`,
    ...pins.map(
      ({ name, version }) =>
        `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = { registry = "${index}" }\n` +
        `sdist = { url = "${index}/${name}-${version}.tar.gz", hash = "sha256:${"0".repeat(64)}", size = 1 }\n`,
    ),
  ].join("\n");
}
