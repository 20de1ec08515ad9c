import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { program, type Bench, type Input } from "../../tools/compare-peers/peers.ts";
import { cannotOf, jobOf, ofPeer, oursOn, type Job } from "./commands.ts";
import { makeEnvironment, makeImage, makeMonorepo, pinsOf } from "./laid-out.ts";

const LISTS = ["seed-old", "w50", "w200", "w500", "w1500", "w5000"];
const QUICK = ["seed-old", "w500"];
const INPUTS: readonly Input[] = ["requirements.txt", "uv.lock", "poetry.lock", "pylock.toml"];
const PROJECTS = 200;

/** One kind of work in all of its forms, and the file whose pins it is made of. */
export interface Piece {
  readonly jobs: () => Promise<readonly Job[]>;
  readonly pins: string;
}

/** All that is measured, in the order of the page; made when its turn comes. */
export function piecesOf(bench: Bench, shared: string, isQuick: boolean): readonly Piece[] {
  const lists = (isQuick ? QUICK : LISTS).map((name): Piece => {
    const folder = join(shared, "workloads", name);
    const pins = join(folder, "requirements.txt");
    const work = { name, folder, pins: pinsOf(pins).length };
    const inputs = isQuick ? INPUTS.slice(0, 2) : INPUTS;
    return { pins, jobs: () => Promise.all(inputs.map((input) => jobOf(bench, work, input))) };
  });
  if (isQuick) return lists;
  const installed = join(shared, "environment.txt");
  const large = join(shared, "workloads", "w5000", "requirements.txt");
  return [
    ...lists,
    { pins: installed, jobs: async () => [environmentJob(bench, installed), imageJob(bench, installed)] },
    { pins: large, jobs: async () => [monorepoJob(bench, large)] },
  ];
}

function environmentJob(bench: Bench, list: string): Job {
  const pins = pinsOf(list);
  const site = makeEnvironment(bench.scratch, pins);
  const what = { work: "environment", pins: pins.length, input: "site-packages" };
  return {
    commands: [
      ...oursOn(bench, what, ["env", site]),
      ...ofPeer("pip-audit", bench, {
        what,
        argv: [program(bench, "pip-audit"), "--path", site, ...pipAuditService(bench)],
        cwd: bench.scratch,
      }),
      ...ofPeer("osv-scanner", bench, {
        what,
        // Of its own accord it looks for manifests and locks alone.
        argv: [...scanner(bench, "source"), "--experimental-plugins", "python/wheelegg", "-r", site],
        cwd: bench.scratch,
      }),
    ],
    cannot: cannotOf(what, ["pip-audit", "osv-scanner"]),
  };
}

function imageJob(bench: Bench, list: string): Job {
  const pins = pinsOf(list);
  const file = makeImage(bench.scratch, pins);
  const what = { work: "image", pins: pins.length, input: "docker save" };
  const argv = [...scanner(bench, "image"), "--archive", file];
  return {
    commands: [
      ...oursOn(bench, what, ["audit", file]),
      ...ofPeer("osv-scanner", bench, { what, argv, cwd: bench.scratch }),
    ],
    cannot: cannotOf(what, ["osv-scanner"]),
  };
}

function monorepoJob(bench: Bench, list: string): Job {
  const pins = pinsOf(list);
  const folder = join(bench.scratch, "monorepo");
  mkdirSync(folder, { recursive: true });
  const files = makeMonorepo(folder, pins, PROJECTS);
  const what = { work: "monorepo", pins: pins.length, input: `${PROJECTS} × requirements.txt` };
  const settings = join(bench.scratch, "pysentry.toml");
  const pipAudit = [...files.flatMap((file) => ["-r", file]), "--no-deps", "--disable-pip"];
  const pysentry = [
    ...["--no-resolver", "--config", settings, "--sources", "osv", "--service-url", `${bench.url}/v1`],
    ...["--no-maintenance-check", "--format", "json", "--no-ci-detect"],
    ...["--cache-dir", join(bench.scratch, "pysentry"), "--requirements-files", ...files, "--", folder],
  ];
  const inFolder = { what, cwd: folder };
  return {
    commands: [
      ...oursOn(bench, what, ["audit", folder]),
      ...ofPeer("pip-audit", bench, {
        ...inFolder,
        argv: [program(bench, "pip-audit"), ...pipAudit, ...pipAuditService(bench)],
      }),
      ...ofPeer("osv-scanner", bench, { ...inFolder, argv: [...scanner(bench, "source"), "-r", folder] }),
      ...ofPeer("pysentry", bench, { ...inFolder, argv: [program(bench, "pysentry-rs"), ...pysentry] }),
    ],
    cannot: cannotOf(what, ["pip-audit", "osv-scanner", "pysentry"]),
  };
}

function pipAuditService({ url }: Bench): readonly string[] {
  return ["-s", "osv", "--osv-url", `${url}/v1/query`, "--progress-spinner", "off", "-f", "json"];
}

function scanner(bench: Bench, what: "source" | "image"): readonly string[] {
  const database = ["--offline", "--local-db-path", join(bench.scratch, "osv"), "--format", "json"];
  return [program(bench, "osv-scanner"), "scan", what, ...database];
}
