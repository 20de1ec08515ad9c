import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { archiveOf, savedParts } from "../../packages/pyward/src/image/make-image.ts";

/** A file as it lies in an environment. */
interface Installed {
  readonly path: string;
  readonly content: string;
}

const SITE = "lib/python3.12/site-packages";

/** Distributions as they lie installed: their metadata and a module each. Nothing of them is ever imported. */
export function makeEnvironment(folder: string, pins: readonly string[]): string {
  for (const { path, content } of [
    ...installed(pins),
    { path: "pyvenv.cfg", content: "home = /usr/bin\nversion = 3.12.4\n" },
  ]) {
    const file = join(folder, "venv", path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, content);
  }
  return join(folder, "venv", SITE);
}

/** The same distributions in one layer, as `docker save` writes an image. */
export function makeImage(folder: string, pins: readonly string[]): string {
  const members = installed(pins).map(({ path, content }) => ({ path: `usr/local/${path}`, content }));
  const { parts, links } = savedParts({ layers: [{ members }] });
  const file = join(folder, "image.tar");
  writeFileSync(file, archiveOf(parts, links));
  return file;
}

function installed(pins: readonly string[]): readonly Installed[] {
  return pins.flatMap((pin) => {
    const [name = "", version = ""] = pin.split("==");
    const module = name.replaceAll(/[-.]/gu, "_");
    const info = `${module}-${version}.dist-info`;
    const record = [
      `${module}/__init__.py`,
      ...["METADATA", "INSTALLER", "RECORD"].map((file) => `${info}/${file}`),
    ];
    return [
      { path: `${SITE}/${module}/__init__.py`, content: "" },
      {
        path: `${SITE}/${info}/METADATA`,
        content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      },
      { path: `${SITE}/${info}/INSTALLER`, content: "uv\n" },
      { path: `${SITE}/${info}/RECORD`, content: record.map((file) => `${file},,\n`).join("") },
    ];
  });
}

/** The pins of one requirements file, dealt out to so many projects; their files. */
export function makeMonorepo(folder: string, pins: readonly string[], projects: number): readonly string[] {
  const each = Math.ceil(pins.length / projects);
  return Array.from({ length: projects }, (_, at) => {
    const own = join(folder, `service-${at}`);
    mkdirSync(own, { recursive: true });
    const file = join(own, "requirements.txt");
    writeFileSync(file, `${pins.slice(at * each, (at + 1) * each).join("\n")}\n`);
    return file;
  });
}

export function pinsOf(file: string): readonly string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^[\w.-]+==\S+$/u.test(line));
}
