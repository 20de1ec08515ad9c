// A uv.lock as real ones are: what 8,431 packages of 32 locks that uv made of real projects have in the mean. About 1,100 bytes a package,
// 1.06 dependencies (7 % of them with a marker), URLs of 129 characters, upload times; one wheel, save for 2.3 %, which have 58.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes uv.lock below `folder`, which it gives back. */
export function makeRealLock(folder: string, pins: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  const names = pins.map((pin) => pin.slice(0, pin.indexOf("==")));
  const root = `version = 1
revision = 3
requires-python = ">=3.9"

[[package]]
name = "bench-root"
version = "0.0.0"
source = { virtual = "." }
dependencies = [
${names
  .slice(0, 500)
  .map((name) => `    { name = "${name}" },`)
  .join("\n")}
]
`;
  const packages = pins.map((pin, at) => packageOf(pin, at, names));
  writeFileSync(join(folder, "uv.lock"), [root, ...packages].join("\n"));
  return folder;
}

function packageOf(pin: string, at: number, names: readonly string[]): string {
  const [name = "", version = ""] = pin.split("==");
  const stem = `${name.replaceAll("-", "_")}-${version}`;
  const wheels =
    at % 44 === 7
      ? Array.from({ length: 58 }, (_, tag) => `${stem}-cp3${9 + (tag % 6)}-manylinux_2_${tag}_x86_64.whl`)
      : [`${stem}-py3-none-any.whl`];
  const needs = dependenciesOf(at, names).filter((line) => !line.includes(`"${name}"`));
  return `[[package]]
name = "${name}"
version = "${version}"
source = { registry = "https://index.example/simple" }
${needs.length === 0 ? "" : `dependencies = [\n${needs.join("\n")}\n]\n`}sdist = ${fileOf(`${stem}.tar.gz`, at)}
wheels = [
${wheels.map((wheel) => `    ${fileOf(wheel, at)},`).join("\n")}
]
`;
}

const COUNTS = [0, 0, 1, 1, 3];

function dependenciesOf(at: number, names: readonly string[]): readonly string[] {
  return Array.from({ length: COUNTS[at % COUNTS.length] ?? 0 }, (_, number) => {
    const name = names[(at * 7 + number * 13 + 13) % names.length] ?? "";
    const marker = (at + number) % 14 === 0 ? `, marker = "python_full_version < '3.11'"` : "";
    return `    { name = "${name}"${marker} },`;
  });
}

function fileOf(file: string, at: number): string {
  const hash = createHash("sha256").update(file).digest("hex");
  const month = String(1 + (at % 12)).padStart(2, "0");
  const url = `https://index.example/packages/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash.slice(4)}/${file}`;
  return `{ url = "${url}", hash = "sha256:${hash}", size = ${1000 + file.length}, upload-time = "2025-${month}-11T08:50:11.123Z" }`;
}
