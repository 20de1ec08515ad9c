import type { FileTree } from "../../host/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import type { PackageName } from "../../python/index.ts";

/** What a directory that a line names turns out to be. */
export type Looked =
  /** `name` is null where only running its build would tell. */
  | { readonly kind: "project"; readonly name: PackageName | null }
  | { readonly kind: "outside-root" }
  /** No directory, or one without pyproject.toml and setup.py. */
  | { readonly kind: "missing" };

const NAME_LIMIT = 1024 * 1024;

/** pip's `is_installable_dir`, and the name by its pyproject.toml. */
export async function lookAtDirectory(tree: FileTree, path: string): Promise<Looked> {
  const stat = await tree.stat(path);
  if (stat.kind === "outside-root") return { kind: "outside-root" };
  if (stat.kind !== "found" || stat.entry !== "directory") return { kind: "missing" };
  const inside = path === "" ? "" : `${path}/`;
  const pyproject = await tree.read(`${inside}pyproject.toml`, NAME_LIMIT);
  if (pyproject.kind === "file") return { kind: "project", name: await nameIn(pyproject.bytes) };
  const setup = await tree.stat(`${inside}setup.py`);
  return setup.kind === "found" || pyproject.kind !== "missing"
    ? { kind: "project", name: null }
    : { kind: "missing" };
}

/** `[project] name`, else `[tool.poetry] name`. */
async function nameIn(bytes: Uint8Array): Promise<PackageName | null> {
  const { entryAt, parseToml } = await import("../../syntax/toml/index.ts");
  const result = parseToml(new TextDecoder().decode(bytes));
  if (!result.ok) return null;
  const { root } = result.document;
  const node = entryAt(root, "project", "name") ?? entryAt(root, "tool", "poetry", "name");
  return node?.kind === "string" && isValidName(node.value) ? normalizeName(node.value) : null;
}
