import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeMonorepo } from "../suite/laid-out.ts";
import { makeDatabases } from "../tenfold-database.ts";
import { readPins } from "../workloads.ts";

/** One kind of work that grows: its sizes, ascending, and what audits each. */
export interface Kind {
  readonly name: string;
  /** What is counted. */
  readonly unit: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly size: number;
  /** Behind the name of the program. */
  readonly argv: readonly string[];
}

const PINS = [4, 39, 78, 156, 312, 625, 1250, 2500, 5000];
const FILES = [1, 25, 50, 100, 200, 400];
const ADVISORIES = [1000, 4000, 16_000, 64_000, 128_000];
/** In each of the files: a service of a usual size. */
const PINS_A_FILE = 25;

/** Lays out below the folder all that is measured. */
export async function kindsIn(folder: string): Promise<readonly Kind[]> {
  const pins = readPins("w5000");
  return [
    {
      name: "pins of one requirements.txt",
      unit: "pins",
      steps: PINS.map((size) => ofPins(folder, pins, size)),
    },
    {
      name: `projects of ${PINS_A_FILE} pins each`,
      unit: "projects",
      steps: FILES.map((size) => ({
        size,
        argv: [projectsIn(join(folder, `projects-${size}`), pins, size)],
      })),
    },
    {
      name: `requirements files of the same ${PINS_A_FILE} pins, in one project`,
      unit: "files",
      steps: FILES.map((size) => ({ size, argv: [filesIn(join(folder, `files-${size}`), pins, size)] })),
    },
    {
      name: `files of ${PINS_A_FILE} pins each that one file includes`,
      unit: "files",
      steps: FILES.map((size) => ({
        size,
        argv: [includesIn(join(folder, `includes-${size}`), pins, size)],
      })),
    },
    await ofAdvisories(folder, pins),
  ];
}

/** Taken evenly from the whole list, so that every size has as many findings a pin. */
function ofPins(folder: string, pins: readonly string[], size: number): Step {
  const own = join(folder, `pins-${size}`);
  mkdirSync(own);
  writeFileSync(join(own, "requirements.txt"), `${evenly(pins, size).join("\n")}\n`);
  return { size, argv: [own] };
}

function evenly<T>(items: readonly T[], size: number): readonly T[] {
  return Array.from({ length: size }, (_, at) => items[Math.floor((at * items.length) / size)]).filter(
    (item) => item !== undefined,
  );
}

function projectsIn(folder: string, pins: readonly string[], projects: number): string {
  mkdirSync(folder);
  // Neighbours in the list are often of one letter: a step that shares no factor with its length deals them out.
  const dealt = Array.from({ length: projects * PINS_A_FILE }, (_, at) => pins[(at * 7) % pins.length] ?? "");
  makeMonorepo(folder, dealt, projects);
  return folder;
}

/** Every file pins the same: each dependency has as many places as there are files. */
function filesIn(folder: string, pins: readonly string[], files: number): string {
  const own = join(folder, "requirements");
  mkdirSync(own, { recursive: true });
  for (let at = 0; at < files; at++) writePart(join(own, `part-${at}.txt`), evenly(pins, PINS_A_FILE));
  return folder;
}

/** One file includes all others, which pin different things. */
function includesIn(folder: string, pins: readonly string[], files: number): string {
  mkdirSync(folder);
  const names = Array.from({ length: files }, (_, at) => `part-${at}.in.txt`);
  for (const [at, name] of names.entries())
    writePart(join(folder, name), pins.slice((at % 200) * PINS_A_FILE, ((at % 200) + 1) * PINS_A_FILE));
  writePart(
    join(folder, "requirements.txt"),
    names.map((name) => `-r ${name}`),
  );
  return folder;
}

function writePart(file: string, lines: readonly string[]): void {
  writeFileSync(file, `${lines.join("\n")}\n`);
}

async function ofAdvisories(folder: string, pins: readonly string[]): Promise<Kind> {
  const { argv } = ofPins(folder, pins, 494);
  const files = await makeDatabases(folder, ADVISORIES);
  const steps = files.map(({ size, file }) => ({ size, argv: [...argv, "--database", file] }));
  return { name: "advisories, for 494 pins", unit: "advisories", steps };
}
