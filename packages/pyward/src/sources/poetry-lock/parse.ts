import {
  fileOrigin,
  makeDependency,
  makeGap,
  makeInventory,
  type Dependency,
  type Edge,
  type Gap,
  type Inventory,
  type Origin,
} from "../../model/index.ts";
import { entry, entryAt, type TomlTable } from "../../syntax/toml/index.ts";
import { sortedSet } from "../shared/hashes.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { uniqueKeys } from "../shared/unique-keys.ts";
import { buildGraph, type Graph } from "./graph.ts";
import { ownCode, pinOf, toPackageSource } from "./lock-source.ts";
import type { Manifest } from "./manifest.ts";
import { readSchema, type Lock, type LockPackage } from "./schema.ts";
import { scopesOf, walkScopes, type Reached } from "./scopes.ts";
import { whenNeeded } from "./when-needed.ts";

/**
 * Turns a lock file into an inventory: one dependency for each of its packages, whatever the package is. `manifest`: what
 * the project beside it asks for; null: not known.
 */
export function readLock(file: TomlFile, manifest: Manifest | null): Inventory {
  const unsupported = unsupportedReason(file.root);
  if (unsupported !== null) return onlyGap("unsupported-format", unsupported, file);
  const lock = readSchema(file.root);
  if (lock === null) return onlyGap("unparsable-file", "its list of packages is no list", file);
  const graph = buildGraph(lock, manifest);
  const reached = walkScopes(graph);
  const keys = uniqueKeys(lock.packages);
  const direct = directOnes(lock, graph, manifest);
  const context: Context = { file, lock, graph, reached, keys, direct, waysTo: waysTo(graph) };
  return makeInventory({
    dependencies: lock.packages.map((locked, place) => toDependency(locked, place, context)),
    edges: edgesOf(context),
    gaps: gapsOf(context),
    notes: notesOf(lock),
  });
}

/** The first number of the version is what Poetry goes by. Before Poetry 1.0 there was none; metadata there always was. */
function unsupportedReason(root: TomlTable): string | null {
  if (entry(root, "metadata")?.kind !== "table")
    return "the lock has no metadata, so nothing says its version";
  const version = entryAt(root, "metadata", "lock-version");
  if (version === null || (version.kind === "string" && /^[12](?:\.|$)/.test(version.value))) return null;
  const isPlain = version.kind === "string" && /^[0-9A-Za-z.]{1,20}$/.test(version.value);
  return `the lock is of version ${isPlain ? version.value : "unknown"}; pyward reads versions 1 and 2`;
}

function onlyGap(code: Gap["code"], reason: string, file: TomlFile): Inventory {
  const version = entryAt(file.root, "metadata", "lock-version");
  return makeInventory({ gaps: [makeGap({ code, reason, origin: file.originAt(version?.key ?? 0) })] });
}

interface Context {
  readonly file: TomlFile;
  readonly lock: Lock;
  readonly graph: Graph;
  readonly reached: Reached;
  readonly keys: readonly string[];
  readonly direct: ReadonlySet<number>;
  readonly waysTo: Graph["links"];
}

/** Without a manifest, what no other package needs was asked for by the project. So was what an extra lists, always. */
function directOnes({ packages, extras }: Lock, { links }: Graph, manifest: Manifest | null): Set<number> {
  const named = new Set<string>([...extras.values()].flat());
  const needed = new Set<number>();
  for (const { name } of manifest ?? []) named.add(name);
  links.forEach((each, from) => each.forEach(({ to }) => to !== from && needed.add(to)));
  const isDirect = (place: number): boolean =>
    named.has(packages[place]?.name ?? "") || (manifest === null && !needed.has(place));
  return new Set([...packages.keys()].filter(isDirect));
}

/** The links turned round: by the place of what is needed. */
function waysTo({ links }: Graph): Graph["links"] {
  const ways: { to: number; condition: Graph["links"][number][number]["condition"] }[][] = links.map(
    () => [],
  );
  links.forEach((each, from) => {
    for (const { to, condition } of each) if (to !== from) ways[to]?.push({ to: from, condition });
  });
  return ways;
}

function toDependency(locked: LockPackage, place: number, context: Context): Dependency {
  const { file, graph, reached, keys, direct } = context;
  const { name, version, source, hashes } = locked;
  const isDirect = direct.has(place);
  const ways = isDirect ? [] : (context.waysTo[place] ?? []);
  return makeDependency({
    key: keys[place] ?? name,
    name,
    version,
    pin: pinOf(source, version),
    basis: "locked",
    source: toPackageSource(source),
    hashes,
    direct: isDirect,
    scopes: scopesOf(locked, reached.scopes[place] ?? []),
    extras: sortedSet(graph.extras.get(name) ?? []),
    marker: whenNeeded(locked, ways, graph.conditions),
    own: ownCode(source, file.originAt(0).path),
    origins: [originOf(locked, file)],
  });
}

function originOf({ nameNode, versionNode }: LockPackage, file: TomlFile): Origin {
  if (versionNode === null || versionNode.content === null) return file.originAt(nameNode.key);
  const start = versionNode.content;
  return file.originAt(nameNode.key, { start, end: start + versionNode.value.length });
}

function edgesOf({ graph, keys }: Context): Edge[] {
  const edges = new Map<string, Edge>();
  graph.links.forEach((links, owner) => {
    for (const { to: target, condition } of links) {
      const [from, to] = [keys[owner], keys[target]];
      if (from === undefined || to === undefined || target === owner) continue;
      const marker = graph.conditions.write(condition);
      edges.set(`${owner} ${target} ${marker ?? ""}`, { from, to, marker });
    }
  });
  return [...edges.values()];
}

function gapsOf({ lock, file, graph, reached }: Context): Gap[] {
  const gaps = lock.broken.map(({ start }) =>
    makeGap({
      code: "unparsable-line",
      reason: "a package of the lock has no valid name",
      origin: file.originAt(start),
    }),
  );
  const { path } = file.originAt(0);
  if (graph.isCut || reached.isCut)
    gaps.push(makeGap({ code: "limit-exceeded", reason: CUT, origin: fileOrigin(path) }));
  return gaps;
}

const CUT =
  "the graph is too large to tell what needs what: some paths are left out, and what is unclear counts as main";

function notesOf({ pythonVersions }: Lock): readonly string[] {
  const isPlain = pythonVersions !== null && /^[0-9A-Za-z.,<>=!~^|* ]{1,100}$/.test(pythonVersions);
  return isPlain && pythonVersions !== "*" ? [`poetry.lock is for Python ${pythonVersions}`] : [];
}
