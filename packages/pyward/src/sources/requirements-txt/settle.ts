import type { FileTree } from "../../host/index.ts";
import { makeGap } from "../../model/index.ts";
import type { Gap, Origin, Scope } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Via } from "./annotation.ts";
import type { Placed } from "./constrain.ts";
import { resolvePath } from "./paths.ts";
import { lookAtDirectory } from "./project-name.ts";
import type { Asked, Local } from "./requirement.ts";
import { hasVariable } from "./variables.ts";

interface Unsettled {
  readonly asked: Asked;
  readonly via: Via;
  readonly scope: Scope;
  readonly origin: Origin;
}

/** Gives a requirement what only the tree can tell, the name and place of a local one, or says why it cannot be audited. */
export async function settle(
  tree: FileTree,
  workingDirectory: string,
  unsettled: Unsettled,
  isConstraint: boolean,
): Promise<Placed | Gap> {
  const { asked, origin } = unsettled;
  if (isConstraint) {
    const problem = constraintProblem(asked);
    if (problem !== null) {
      return makeGap({
        code: "unparsable-line",
        name: asked.name,
        reason: `pip refuses the line: ${problem}`,
        origin,
      });
    }
  }
  if (asked.local !== null && asked.name === null && hasVariable(asked.local.path)) {
    const reason = "the path depends on an environment variable, which pyward never reads";
    return makeGap({ code: "url-without-version", reason, origin });
  }
  if (asked.local === null) return withName(unsettled, asked, asked.name);
  const found = await find(tree, workingDirectory, asked.local);
  if (found.kind === "outside-root") {
    return makeGap({
      code: "outside-root",
      name: asked.name,
      reason: "the path leads out of the audited root",
      origin,
    });
  }
  if (found.kind === "missing") {
    const reason = "the directory that it names does not exist, or holds neither pyproject.toml nor setup.py";
    return makeGap({ code: "missing-file", name: asked.name, reason, origin });
  }
  // A `?` is legal in a path, and reads like the start of a query.
  const url = found.path?.includes("?") ? null : found.path;
  const source = { type: "path", url } as const;
  return withName(unsettled, { ...asked, source }, asked.name ?? found.name);
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
  const resolved = resolvePath(workingDirectory, local.path);
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
