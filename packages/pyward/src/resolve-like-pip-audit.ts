import type { AuditRoot } from "./audit-root.ts";
import { editedTree } from "./fix-project/edited-tree.ts";
import type { FileTree, Progress } from "./host/index.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import type { PackageSource, ReportTarget } from "./model/index.ts";
import { collectResolved } from "./pip-audit/collect-resolved.ts";
import type { ProjectList } from "./pip-audit/collect-project.ts";
import { hashRule } from "./pip-audit/hash-rule.ts";
import type { Collection } from "./pip-audit/model.ts";
import { readLines } from "./pip-audit/read-requirements.ts";
import type { PackageName } from "./python/index.ts";
import { resolveProjects, type Resolving } from "./resolve-projects.ts";
import { SOURCES } from "./sources/registry.ts";

/** What stands in for pip: the indexes, and for what is resolved. */
export interface PipResolving {
  readonly resolving: Resolving;
  readonly targets: readonly ReportTarget[];
  readonly now: Date;
  readonly internal: readonly string[];
  readonly progress: Progress;
  /** `--require-hashes`: what is needed, and has none in the files, ends the audit. */
  readonly requireHashes: boolean;
}

/** A requirements file of the command line: the root that holds it and nothing else, and the path as it was given. */
export interface GivenFile {
  readonly root: AuditRoot;
  readonly shown: string;
}

/** What was collected, with what a service may be told of it. */
export interface ResolvedCollection extends Collection {
  readonly sources: readonly ReadSource[];
}

/** Files as one request, as `pip install -r … -r …` takes them, with all that they need. */
export async function resolveRequirements(
  files: readonly GivenFile[],
  how: PipResolving,
): Promise<ResolvedCollection> {
  const sources: ReadSource[] = [];
  let isHashed = how.requireHashes;
  for (const { root, shown } of files) {
    const { tree, workingDirectory, display } = root;
    for (const { path } of root.files) {
      const read = await readLines({ tree, path, shown, display });
      if (read.fatal !== null) return failed(read.fatal);
      isHashed ||= read.lines.some((line) => line.isHashed);
      sources.push(await readAs("requirements-txt", tree, path, workingDirectory));
    }
  }
  return resolved(sources, { ...how, requireHashes: isHashed });
}

/** What a project's list asks for, with all that this needs: as if the list were a requirements file. */
export async function resolveProject(
  tree: FileTree,
  { texts, requiresPython }: ProjectList,
  how: PipResolving,
): Promise<ResolvedCollection> {
  const lines = new TextEncoder().encode(texts.join("\n"));
  const listed = editedTree(tree, new Map([[MANIFEST, lines]]));
  const { kind, path, inventory } = await readAs("requirements-txt", listed, MANIFEST);
  const places = await placesIn(tree);
  const dependencies = inventory.dependencies.map((one) => ({
    ...one,
    source: one.source.type === "registry" ? (places.get(one.name) ?? one.source) : one.source,
  }));
  const bounds = { requiresPython, constraints: [], overrides: [] };
  return resolved([{ kind, path, inventory: { ...inventory, dependencies, bounds } }], how);
}

/** Where the project says that a package comes from: pip does not care, and would tell its name to another index. */
async function placesIn(tree: FileTree): Promise<ReadonlyMap<PackageName, PackageSource>> {
  const { inventory } = await readAs("pyproject", tree, MANIFEST);
  const elsewhere = inventory.dependencies.filter(
    ({ source }) => source.type !== "registry" || source.url !== null,
  );
  return new Map(elsewhere.map(({ name, source }) => [name, source]));
}

const MANIFEST = "pyproject.toml";

async function readAs(
  kind: string,
  tree: FileTree,
  path: string,
  workingDirectory = "",
): Promise<ReadSource> {
  const source = await SOURCES.find(({ meta }) => meta.id === kind)?.load();
  if (source === undefined) throw new Error(`no source is called ${kind}`);
  return { kind, path, inventory: await source.read(tree, { path }, { workingDirectory }) };
}

async function resolved(sources: readonly ReadSource[], how: PipResolving): Promise<ResolvedCollection> {
  const project = { kind: "project" as const, sources };
  const { projects, notes, failure, untold } = await resolveProjects(
    [project],
    { ...how.resolving, isWhole: true },
    how,
  );
  if (failure !== null) return failed(`nothing could be resolved: ${failure}`);
  const found = projects.flatMap((one) => one.sources);
  const inventories = found.map(({ inventory }) => inventory);
  const conflict = inventories.flatMap(({ gaps }) => gaps).find(({ code }) => code === "unresolvable");
  if (conflict !== undefined) return failed(conflict.reason);
  const unhashed = how.requireHashes ? hashRule(inventories) : null;
  if (unhashed !== null) return failed(unhashed);
  return {
    entries: collectResolved(inventories, how.targets, untold),
    log: notes.map((text) => ({ level: "INFO", logger: "pyward", text })),
    sources: found,
  };
}

function failed(message: string): ResolvedCollection {
  return { entries: [{ kind: "fatal", message }], log: [], sources: [] };
}
