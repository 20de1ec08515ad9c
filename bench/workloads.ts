// The work that is measured, made from lists of pins: the same pins as requirements.txt and as a flat uv.lock.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LISTS = join(import.meta.dirname, "workloads");

export interface Workload {
  readonly name: string;
  readonly pins: number;
  /** Folder with requirements.txt alone. */
  readonly requirements: string;
  /** Folder with uv.lock and pyproject.toml. */
  readonly uvLock: string;
}

/** Writes the workload called `name` below `folder`. */
export function makeWorkload(name: string, folder: string): Workload {
  const text = readFileSync(join(LISTS, `${name}.txt`), "utf8");
  const pins = pinsIn(text);
  const requirements = join(folder, name, "requirements");
  const uvLock = join(folder, name, "uv-lock");
  mkdirSync(requirements, { recursive: true });
  mkdirSync(uvLock, { recursive: true });
  writeFileSync(join(requirements, "requirements.txt"), text);
  writeFileSync(join(uvLock, "uv.lock"), lockOf(pins));
  writeFileSync(join(uvLock, "pyproject.toml"), '[project]\nname = "bench-root"\nversion = "0.0.0"\n');
  return { name, pins: pins.length, requirements, uvLock };
}

function lockOf(pins: readonly string[]): string {
  const names = pins.map((pin) => pin.slice(0, pin.indexOf("==")));
  const packages = pins.map(packageOf).join("\n");
  const root = names.map((name) => `    { name = "${name}" },`).join("\n");
  return `version = 1
revision = 3
requires-python = ">=3.9"

[[package]]
name = "bench-root"
version = "0.0.0"
source = { virtual = "." }
dependencies = [
${root}
]

${packages}`;
}

/** With an sdist and a wheel, as a real lock has: their hashes are most of its size. */
function packageOf(pin: string): string {
  const [name = "", version = ""] = pin.split("==");
  const file = `${name.replaceAll("-", "_")}-${version}`;
  const hash = Buffer.from(`${name}${version}`.repeat(32)).toString("hex").slice(0, 64);
  return `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "https://index.example/simple" }
sdist = { url = "https://index.example/files/${file}.tar.gz", hash = "sha256:${hash}", size = 123456 }
wheels = [
    { url = "https://index.example/files/${file}-py3-none-any.whl", hash = "sha256:${hash}", size = 123456 },
]
`;
}

function pinsIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.includes("=="));
}

/** The pins of the workload called `name`. */
export function readPins(name: string): readonly string[] {
  return pinsIn(readFileSync(join(LISTS, `${name}.txt`), "utf8"));
}
