import type { FileTree } from "../host/index.ts";
import { parseRequirement } from "../python/index.ts";
import type { MarkerTarget } from "../python/index.ts";
import { readToml } from "../sources/shared/read-toml.ts";
import { readRequirement } from "../sources/requirements-txt/requirement.ts";
import { stringsOf } from "../sources/shared/toml-values.ts";
import { entry } from "../syntax/toml/index.ts";
import { mayApply } from "./collect-requirements.ts";
import type { Collected, Collection } from "./model.ts";
import { redacted } from "./read-requirements.ts";

/** `[project].dependencies` of a folder's pyproject.toml, and nothing else of it: `shown` is the folder as it was given. */
export async function collectProject(
  tree: FileTree,
  shown: string,
  targets: readonly MarkerTarget[],
): Promise<Collection> {
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
    return {
      entries: [],
      log: [{ level: "WARNING", logger: "pip_audit._dependency_source.pyproject", text }],
    };
  }
  return { entries: stringsOf(dependencies).flatMap((text) => collectOne(text, path, targets)), log: [] };
}

function failed(message: string): Collection {
  return { entries: [{ kind: "fatal", message }], log: [] };
}

function collectOne(text: string, path: string, targets: readonly MarkerTarget[]): readonly Collected[] {
  const parsed = parseRequirement(text);
  const read = readRequirement(text);
  if (!parsed.ok || read.kind === "refused")
    return [{ kind: "fatal", message: `pyproject file ${path} contains no requirement: ${redacted(text)}` }];
  const { asked } = read;
  if (!mayApply(asked.marker, targets)) return [];
  const name = asked.name ?? parsed.value.name;
  if (asked.version !== null) return [{ kind: "pinned", name, version: asked.version }];
  if (asked.pin === "url")
    return [{ kind: "unresolved", name, reason: "could not deduce package version from URL requirement" }];
  const why =
    asked.specifiers === null ? "is not pinned" : `is not pinned to an exact version: ${asked.specifiers}`;
  return [{ kind: "unresolved", name, reason: `requirement ${name} ${why}, and pyward does not resolve` }];
}
