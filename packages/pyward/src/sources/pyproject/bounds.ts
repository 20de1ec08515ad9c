import type { Inventory } from "../../model/index.ts";
import { entriesOf, entryAt, type TomlTable } from "../../syntax/toml/index.ts";
import { uvBounds, withBounds } from "../shared/bounds.ts";
import { parseConstraint, toSpecifiers } from "../shared/poetry-constraint.ts";
import { stringOf } from "../shared/toml-values.ts";

/** What the tables of the standard, Poetry, uv and PDM say besides what they ask for. */
export function readBounds(root: TomlTable): Pick<Inventory, "bounds"> {
  const { constraints, overrides } = uvBounds(root);
  return withBounds({
    requiresPython: stringOf(entryAt(root, "project", "requires-python")) ?? poetryPython(root),
    constraints,
    overrides: [...overrides, ...pdmOverrides(root)],
  });
}

function poetryPython(root: TomlTable): string | null {
  const written = stringOf(entryAt(root, "tool", "poetry", "dependencies", "python"));
  const constraint = written === null ? null : parseConstraint(written);
  return constraint === null ? null : toSpecifiers(constraint);
}

/** `[tool.pdm.resolution.overrides]` (PDM, "Override the resolved package versions"): a bare version is an exact one. */
function pdmOverrides(root: TomlTable): readonly string[] {
  const table = entryAt(root, "tool", "pdm", "resolution", "overrides");
  if (table?.kind !== "table") return [];
  return [...entriesOf(table)].flatMap((node) => {
    const version = stringOf(node);
    if (version === null) return [];
    return [/^\d/.test(version) ? `${node.name}==${version}` : `${node.name}${version}`];
  });
}
