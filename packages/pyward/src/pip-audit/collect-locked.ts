import type { FileTree } from "../host/index.ts";
import { readToml } from "../sources/shared/read-toml.ts";
import { stringOf } from "../sources/shared/toml-values.ts";
import { entry, type TomlTable } from "../syntax/toml/index.ts";
import type { Collected } from "./model.ts";

/** Every lock file of a folder (PEP 751, "File Name"), whatever its markers: `shown` is the folder as it was given. */
export async function collectLocked(tree: FileTree, shown: string): Promise<readonly Collected[]> {
  const names = await lockNamesIn(tree);
  if (names.length === 0) return [{ kind: "fatal", message: `no lockfiles found in ${shown}` }];
  const collected: Collected[] = [];
  for (const name of names) {
    const read = await readToml(tree, name);
    const path = shown === "." ? name : `${shown}/${name}`;
    collected.push(
      ...(read.kind === "toml"
        ? packagesOf(read.file.root, path)
        : [{ kind: "fatal" as const, message: `${path}: invalid TOML in lockfile` }]),
    );
  }
  return collected;
}

/** In the order in which pip-audit comes to them. */
export async function lockNamesIn(tree: FileTree): Promise<readonly string[]> {
  const listed = await tree.list("");
  return (listed.kind === "directory" ? listed.entries : [])
    .map(({ name }) => name)
    .filter((name) => /^pylock(?:\..+)?\.toml$/.test(name))
    .toSorted(
      (left, right) =>
        Number(left === "pylock.toml") - Number(right === "pylock.toml") || (left < right ? -1 : 1),
    );
}

function packagesOf(root: TomlTable, path: string): readonly Collected[] {
  const fatal = (message: string): readonly Collected[] => [
    { kind: "fatal", message: `${path}: ${message}` },
  ];
  const version = stringOf(entry(root, "lock-version"));
  if (version === null) return fatal("missing lock-version in lockfile");
  if (!/^1(?:\.[0-9]+)*$/.test(version)) return fatal(`lockfile version ${version} is not supported`);
  const packages = entry(root, "packages");
  if (packages === null) return [];
  if (packages.kind !== "array") return fatal("invalid packages in lockfile");
  return packages.items.map((item, at): Collected => {
    const name = item.kind === "table" ? stringOf(entry(item, "name")) : null;
    if (item.kind !== "table" || name === null)
      return { kind: "fatal", message: `${path}: invalid package #${at}: no name` };
    const locked = stringOf(entry(item, "version"));
    return locked === null
      ? { kind: "skipped", name, reason: "no version specified" }
      : { kind: "pinned", name, version: locked };
  });
}
