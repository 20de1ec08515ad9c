import type { FileTree } from "../host/index.ts";
import { parseRequirement } from "../python/index.ts";
import { readToml } from "../sources/shared/read-toml.ts";
import { stringsOf } from "../sources/shared/toml-values.ts";
import { entry } from "../syntax/toml/index.ts";
import type { Collection } from "./model.ts";
import { redacted } from "./read-requirements.ts";

/** What a project asks for, as lines of a requirements file. */
export interface ProjectList {
  readonly texts: readonly string[];
  /** Null: it does not say. */
  readonly requiresPython: string | null;
}

/** `[project].dependencies` of a folder's pyproject.toml, and nothing else of it: `shown` is the folder as it was given. */
export async function readProjectList(
  tree: FileTree,
  shown: string,
): Promise<
  | { readonly kind: "list"; readonly list: ProjectList }
  | { readonly kind: "ended"; readonly collection: Collection }
> {
  const path = shown === "." ? "pyproject.toml" : `${shown}/pyproject.toml`;
  const read = await readToml(tree, "pyproject.toml");
  if (read.kind === "gap") {
    const isMissing = (await tree.stat("pyproject.toml")).kind !== "found";
    return failed(
      isMissing
        ? `couldn't find a supported project file in ${shown}`
        : `pyproject file ${path} cannot be read: ${read.gap.reason}`,
    );
  }
  const project = entry(read.file.root, "project");
  if (project?.kind !== "table") return failed(`pyproject file ${path} does not contain \`project\` section`);
  const dependencies = entry(project, "dependencies");
  if (dependencies === null) {
    const isDynamic = stringsOf(entry(project, "dynamic")).includes("dependencies");
    if (isDynamic)
      return failed(`pyproject file ${path} leaves its dependencies to its build, which pyward never runs`);
    const text = `pyproject file ${path} does not contain \`dependencies\` list`;
    const line = { level: "WARNING", logger: "pip_audit._dependency_source.pyproject", text } as const;
    return { kind: "ended", collection: { entries: [], log: [line] } };
  }
  const texts = stringsOf(dependencies);
  const wrong = texts.find((text) => !parseRequirement(text).ok || /[\r\n]/.test(text));
  if (wrong !== undefined)
    return failed(`pyproject file ${path} contains no requirement: ${redacted(wrong)}`);
  const python = entry(project, "requires-python");
  return { kind: "list", list: { texts, requiresPython: python?.kind === "string" ? python.value : null } };
}

function failed(message: string): { readonly kind: "ended"; readonly collection: Collection } {
  return { kind: "ended", collection: { entries: [{ kind: "fatal", message }], log: [] } };
}
