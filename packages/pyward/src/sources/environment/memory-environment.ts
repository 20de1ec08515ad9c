import { memoryTree, type MemoryFile } from "../../host/memory/index.ts";
import type { Dependency, Inventory } from "../../model/index.ts";
import { environment } from "./index.ts";

// What the tests of this folder share: environments in memory, and the short of what is read from them.

export type Files = Readonly<Record<string, MemoryFile>>;

export const SITE = "lib/python3.12/site-packages";

/** `place` is where the environment lies on its machine. */
export function read(files: Files, path = "", place: string | null = null): Promise<Inventory> {
  return environment.read(memoryTree(files, place), { path }, { workingDirectory: "" });
}

/** Files below the site-packages of a virtual environment of 3.12. */
export function venv(files: Files): Files {
  const inside = Object.entries(files).map(([path, file]) => [`${SITE}/${path}`, file]);
  return { "pyvenv.cfg": "version = 3.12.1\n", [`${SITE}/`]: "", ...Object.fromEntries(inside) };
}

export function metadata(name: string, version: string, ...requirements: readonly string[]): string {
  const needs = requirements.map((requirement) => `Requires-Dist: ${requirement}\n`).join("");
  return `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${needs}\nThe description.\n`;
}

export const keys = ({ dependencies }: Inventory): readonly string[] => dependencies.map(({ key }) => key);
export const codes = ({ gaps }: Inventory): readonly string[] =>
  gaps.map(({ code, name }) => (name === null ? code : `${code} ${name}`));
export const only = ({ dependencies }: Inventory): Partial<Dependency> =>
  dependencies.length === 1 ? (dependencies[0] ?? {}) : {};
