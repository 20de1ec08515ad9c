import type { Scope } from "../../model/index.ts";
import { isValidName, normalizeName, parseRequirement, type PackageName } from "../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { isTrue, stringsOf } from "../shared/toml-values.ts";

/** What the project beside the lock asks for. The lock itself does not say. */
export type Manifest = readonly Wish[];

export interface Wish {
  readonly name: PackageName;
  /** Null for an optional dependency of Poetry: the lock's extras say which of them ask for it. */
  readonly scope: Scope | null;
  /** Normalised. */
  readonly extras: readonly string[];
}

/** Null where the file asks for nothing that can be read: then it says nothing about what is direct. */
export function readManifest(root: TomlTable): Manifest | null {
  const wishes = [
    ...requirementsOf(entryAt(root, "project", "dependencies"), "main"),
    ...childrenOf(entryAt(root, "project", "optional-dependencies")).flatMap((list) =>
      requirementsOf(list, `extra:${normalizeName(list.name)}`),
    ),
    ...childrenOf(entry(root, "dependency-groups")).flatMap((list) =>
      requirementsOf(list, `group:${normalizeName(list.name)}`),
    ),
    ...tableOf(entryAt(root, "tool", "poetry", "dependencies"), "main"),
    ...tableOf(entryAt(root, "tool", "poetry", "dev-dependencies"), "group:dev"),
    ...childrenOf(entryAt(root, "tool", "poetry", "group")).flatMap((group) =>
      tableOf(
        group.kind === "table" ? entry(group, "dependencies") : null,
        `group:${normalizeName(group.name)}`,
      ),
    ),
  ];
  return wishes.length === 0 ? null : wishes;
}

/** PEP 508. What cannot be read is a gap where the manifest is the target. */
function requirementsOf(node: TomlNode | null, scope: Scope): readonly Wish[] {
  return stringsOf(node).flatMap((text) => {
    const parsed = parseRequirement(text.trim());
    return parsed.ok ? [{ name: parsed.value.name, scope, extras: parsed.value.extras }] : [];
  });
}

/** Poetry's own: names with a constraint, a table, or a list of tables for different markers. */
function tableOf(node: TomlNode | null, scope: Scope): readonly Wish[] {
  return childrenOf(node).flatMap((item) => {
    const isPackage = isValidName(item.name) && item.name.toLowerCase() !== "python";
    if (!isPackage) return [];
    const name = normalizeName(item.name);
    return (item.kind === "array" ? item.items : [item]).map((constraint) => {
      const table = constraint.kind === "table" ? constraint : null;
      const isOptional = table !== null && isTrue(entry(table, "optional"));
      const extras = table === null ? [] : stringsOf(entry(table, "extras")).map(normalizeName);
      return { name, scope: isOptional ? null : scope, extras };
    });
  });
}

function childrenOf(node: TomlNode | null): readonly TomlNode[] {
  return node?.kind === "table" ? [...entriesOf(node)] : [];
}
