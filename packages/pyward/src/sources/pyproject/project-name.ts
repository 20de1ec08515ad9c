import { normalizeName } from "../../python/index.ts";
import { entry, entryAt, type TomlTable } from "../../syntax/toml/index.ts";
import type { Project } from "../shared/self-references.ts";
import { stringOf } from "../shared/toml-values.ts";

/** The project itself, by the first table that names it. */
export function readProjectName(root: TomlTable): Project | null {
  for (const path of [["project"], ["tool", "poetry"], ["tool", "flit", "metadata"]]) {
    const table = entryAt(root, ...path);
    const name = table?.kind === "table" ? stringOf(entry(table, "name")) : null;
    if (name === null || table?.kind !== "table") continue;
    return { name: normalizeName(name), version: stringOf(entry(table, "version")) };
  }
  return null;
}
