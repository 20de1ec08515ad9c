import type { Bounds, Inventory } from "../../model/index.ts";
import { entryAt, type TomlTable } from "../../syntax/toml/index.ts";
import { stringsOf } from "./toml-values.ts";

/** For an inventory: nothing where nothing is bounded. What is no specifier and no requirement bounds nothing. */
export function withBounds(given: Partial<Bounds>): Pick<Inventory, "bounds"> {
  const { requiresPython = null, constraints = [], overrides = [] } = given;
  if (requiresPython === null && constraints.length + overrides.length === 0) return {};
  return { bounds: { requiresPython, constraints, overrides } };
}

/** What `[tool.uv]` says for all that is needed (uv, "Settings": `constraint-dependencies`, `override-dependencies`). */
export function uvBounds(root: TomlTable): Pick<Bounds, "constraints" | "overrides"> {
  return {
    constraints: stringsOf(entryAt(root, "tool", "uv", "constraint-dependencies")),
    overrides: stringsOf(entryAt(root, "tool", "uv", "override-dependencies")),
  };
}
