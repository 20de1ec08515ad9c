import type { FileTree } from "../../host/index.ts";
import { makeGap } from "../../model/index.ts";
import type { Gap, Origin, Scope } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Via } from "./annotation.ts";
import type { Placed } from "./constrain.ts";
import { resolvePath, type TreePath } from "./paths.ts";
import { lookAtDirectory } from "./project-name.ts";
import type { Asked, Local } from "./requirement.ts";
import { hasVariable } from "./variables.ts";

interface Unsettled {
  readonly asked: Asked;
  readonly via: Via;
  readonly scope: Scope;
  readonly origin: Origin;
}

/**
 * A requirement with all that it needs, or why it cannot be audited; null where `look` must find out first, because it is
 * in the tree.
 */
export function settle(unsettled: Unsettled, isConstraint: boolean): Placed | Gap | null {
  const { asked, origin } = unsettled;
  const problem = isConstraint ? constraintProblem(asked) : null;
  if (problem !== null) {
    const reason = `pip refuses the line: ${problem}`;
    return makeGap({ code: "unparsable-line", name: asked.name, reason, origin });
  }
  return asked.local === null ? withName(unsettled, asked, asked.name) : null;
}

/** Gives a requirement in the tree what only the tree can tell: its name and place, or why it cannot be audited. */
export async function look(
  tree: FileTree,
  workingDirectory: string,
  unsettled: Unsettled,
  local: Local,
): Promise<Placed | Gap> {
  const { asked, origin } = unsettled;
  const { name } = asked;
  if (name === null && hasVariable(local.path)) {
    const reason = "the path depends on an environment variable, which pyward never reads";
    return makeGap({ code: "url-without-version", reason, origin });
  }
  const found = await find(tree, workingDirectory, local);
  if (found.kind === "outside-root") {
    return makeGap({ code: "outside-root", name, reason: "the path leads out of the audited root", origin });
  }
  if (found.kind === "missing") {
    const reason = "the directory that it names does not exist, or holds neither pyproject.toml nor setup.py";
    return makeGap({ code: "missing-file", name, reason, origin });
  }
  // A `?` is legal in a path, and reads like the start of a query.
  const url = found.path?.includes("?") ? null : found.path;
  return withName(unsettled, { ...asked, source: { type: "path", url } }, name ?? found.name);
}

/** pip's `check_invalid_constraint_type`. */
function constraintProblem(asked: Asked): string | null {
  if (asked.own === "editable") return "an editable is no constraint";
  if (asked.extras.length > 0) return "a constraint has no extras";
  if (asked.name === null) return "a constraint has a name";
  return null;
}

function withName({ origin, scope, via }: Unsettled, asked: Asked, name: PackageName | null): Placed | Gap {
  if (name !== null) return { asked: { ...asked, name }, scope, via, origins: [origin] };
  // What lies in the project's own tree is no surprise; its dependencies stand in its own files.
  const reason =
    asked.own === null
      ? "nothing says which package and version this is without fetching it"
      : "a project of this tree whose name only its build would tell";
  return makeGap({ code: "url-without-version", reason, origin, expected: asked.own !== null });
}

type Found =
  | { readonly kind: "found"; readonly path: string | null; readonly name: PackageName | null }
  | { readonly kind: "outside-root" }
  | { readonly kind: "missing" };

/** A path with a variable in it stays unlooked at. An archive need not be there: its name says enough, or nothing does. */
async function find(tree: FileTree, workingDirectory: string, local: Local): Promise<Found> {
  if (hasVariable(local.path)) return { kind: "found", path: null, name: null };
  const resolved = placeOf(tree, workingDirectory, local.path);
  if (resolved.kind === "outside") return { kind: "outside-root" };
  const { path } = resolved;
  if (local.kind === "directory") {
    const looked = await lookAtDirectory(tree, path);
    return looked.kind === "project"
      ? { kind: "found", path: path === "" ? "." : path, name: looked.name }
      : looked;
  }
  const stat = await tree.stat(path);
  return stat.kind === "outside-root" ? { kind: "outside-root" } : { kind: "found", path, name: null };
}

/** pip-compile and `uv pip compile` write the absolute path of a project on the disk: it may be one of this tree. */
function placeOf(tree: FileTree, workingDirectory: string, path: string): TreePath {
  const inside = path.startsWith("/") ? (tree.pathOf?.(path) ?? null) : null;
  return inside === null ? resolvePath(workingDirectory, path) : resolvePath("", inside);
}
