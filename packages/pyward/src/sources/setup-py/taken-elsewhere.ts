import type { FileTree } from "../../host/index.ts";
import { folderOf } from "../../model/index.ts";
import { entry, entryAt } from "../../syntax/toml/index.ts";
import { readToml } from "../shared/read-toml.ts";
import { stringOf, stringsOf } from "../shared/toml-values.ts";

/** Options of `setup()` that count for nothing, each with the reason. */
export type TakenElsewhere = ReadonlyMap<string, string>;

/** Build backends that never run a setup.py. */
const OTHER_BACKENDS =
  /^(?:hatchling|flit_core|flit|poetry|poetry_dynamic_versioning|pdm|maturin|mesonpy|scikit_build_core|uv_build|whey|trampolim|enscons)(?:[.:]|$)/;

const OPTIONS = ["install_requires", "extras_require", "setup_requires", "tests_require"] as const;

/** The options that the pyproject.toml beside the script decides in its place. */
export async function optionsTakenElsewhere(tree: FileTree, path: string): Promise<TakenElsewhere> {
  const folder = folderOf(path);
  const read = await readToml(tree, folder === "" ? "pyproject.toml" : `${folder}/pyproject.toml`);
  if (read.kind === "gap") return new Map();
  const { root } = read.file;
  if (OTHER_BACKENDS.test(stringOf(entryAt(root, "build-system", "build-backend")) ?? "")) {
    const reason = "pyproject.toml names a build backend that does not run this script";
    return new Map(OPTIONS.map((option) => [option, reason]));
  }
  const project = entry(root, "project");
  if (project?.kind !== "table") return new Map();
  // Newer releases of setuptools (tried: 80.9): what [project] neither has nor calls dynamic is nothing, whatever the script says.
  const dynamic = stringsOf(entry(project, "dynamic"));
  const reason = "setuptools takes it from [project] in pyproject.toml and ignores what stands here";
  return new Map([
    ...(dynamic.includes("dependencies") ? [] : [["install_requires", reason] as const]),
    ...(dynamic.includes("optional-dependencies") ? [] : [["extras_require", reason] as const]),
  ]);
}
