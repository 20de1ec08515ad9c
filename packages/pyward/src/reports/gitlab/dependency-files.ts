import type { Report, ReportDependency, ReportFinding } from "../../model/index.ts";
import type { JsonMembers } from "../shared/clean-json.ts";

export type Locate = (finding: ReportFinding) => JsonMembers;

/** Where a finding's dependency is said; where nothing says it, the project's own file or folder. */
export function locator(report: Report): Locate {
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const projects = new Map(report.projects.map((project) => [project.id, project]));
  return ({ dependency: ref, package: name, version, project }) => {
    const dependency = dependencies.get(ref);
    const home = projects.get(project);
    const file = dependency?.origins[0]?.path ?? home?.sources[0]?.path ?? home?.root ?? "";
    return {
      file: file === "" ? "." : file,
      dependency: { package: { name }, version, direct: dependency?.direct },
    };
  };
}

/** Every file that names a release, with what it names. */
export function dependencyFilesOf(report: Report): readonly JsonMembers[] {
  const kinds = new Map(
    report.projects.flatMap(({ sources }) => sources.map(({ path, kind }) => [path, kind])),
  );
  const files = Map.groupBy(
    report.dependencies.filter(({ version, origins }) => version !== null && origins.length > 0),
    ({ origins }) => origins[0]?.path || ".",
  );
  return [...files].map(([path, together]) => ({
    path,
    package_manager: managerOf(kinds.get(path) ?? ""),
    dependencies: together.map(entryOf),
  }));
}

function entryOf({ name, version, direct }: ReportDependency, at: number): JsonMembers {
  return { package: { name }, version: version ?? "", iid: at + 1, direct };
}

/** What GitLab calls the tools whose files it knows. */
const MANAGERS: ReadonlyMap<string, string> = new Map([
  ["poetry-lock", "poetry"],
  ["pipfile", "pipenv"],
  ["pipfile-lock", "pipenv"],
  ["uv-lock", "uv"],
  ["pdm-lock", "pdm"],
  ["setup-py", "setuptools"],
  ["setup-cfg", "setuptools"],
  ["conda-lock", "conda"],
  ["conda-environment", "conda"],
  ["pixi-lock", "pixi"],
  ["pixi-toml", "pixi"],
]);

function managerOf(kind: string): string {
  return MANAGERS.get(kind) ?? "pip";
}
