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
import { entry, type TomlTable } from "../../syntax/toml/index.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { either, type Condition } from "../shared/condition.ts";
import { uniqueKeys } from "../shared/unique-keys.ts";
import { buildGraph, type Graph } from "./graph.ts";
import { sourcesOfLock } from "./lock-source.ts";
import type { Lock, LockPackage } from "./lock.ts";
import { readSchema, type Packages } from "./schema.ts";
import { walk, type Reached } from "./walk.ts";

/** Turns a lock file into an inventory: one dependency for each of its packages, whatever the package is. */
export function readLock(file: TomlFile, taken: Packages): Inventory {
  const unsupported = unsupportedReason(file.root);
  if (unsupported !== null) return onlyGap("unsupported-format", unsupported, file);
  const lock = readSchema(file.root, taken);
  if (lock === null) return onlyGap("unparsable-file", "its list of packages is no list", file);
  const graph = buildGraph(lock);
  const reached = walk(graph);
  const keys = uniqueKeys(lock.packages);
  const asked = whatIsAsked(graph);
  const context: Context = { file, lock, graph, reached, keys, asked, sourceOf: sourcesOfLock() };
  return makeInventory({
    dependencies: lock.packages.map((locked, place) => toDependency(locked, place, context)),
    edges: edgesOf(context),
    gaps: gapsOf(context),
    notes: notesOf(lock),
  });
}

/** The version is the only promise of the format: a revision adds what older readers may ignore. */
function unsupportedReason(root: TomlTable): string | null {
  const version = entry(root, "version");
  if (version?.kind === "integer" && version.value === 1) return null;
  if (version?.kind !== "integer") return "the lock does not say its version";
  return `the lock is of version ${version.value}; pyward reads version 1`;
}

function onlyGap(code: Gap["code"], reason: string, file: TomlFile): Inventory {
  const version = entry(file.root, "version");
  return makeInventory({ gaps: [makeGap({ code, reason, origin: file.originAt(version?.key ?? 0) })] });
}

interface Context {
  readonly file: TomlFile;
  readonly lock: Lock;
  readonly graph: Graph;
  readonly reached: Reached;
  readonly keys: readonly string[];
  readonly asked: Asked;
  readonly sourceOf: ReturnType<typeof sourcesOfLock>;
}

/** By place in `Lock.packages`. */
interface Asked {
  /** A member of the workspace, or the manifest, names it. */
  readonly direct: ReadonlySet<number>;
  /** Another package names it. */
  readonly named: ReadonlySet<number>;
  readonly extras: ReadonlyMap<number, ReadonlySet<string>>;
}

function whatIsAsked({ parts, roots, own }: Graph): Asked {
  const direct = new Set<number>();
  const named = new Set<number>();
  const extras = new Map<number, Set<string>>();
  const ask = (part: number, extra: string | null): number => {
    const owner = parts[part]?.owner ?? 0;
    if (extra !== null) extras.set(owner, (extras.get(owner) ?? new Set()).add(extra));
    return owner;
  };
  for (const { owner, links } of parts) {
    const isMember = own[owner] === "project" || own[owner] === "workspace-member";
    for (const { to, extra } of links) {
      const target = ask(to, extra);
      if (isMember) direct.add(target);
      if (target !== owner) named.add(target);
    }
  }
  for (const { part, extra } of roots) direct.add(ask(part, extra));
  return { direct, named, extras };
}

function toDependency(locked: LockPackage, place: number, context: Context): Dependency {
  const { graph, reached, keys, asked } = context;
  const scopes = reached.scopes[place] ?? [];
  const extras = asked.extras.get(place);
  return makeDependency({
    key: keys[place] ?? locked.name,
    name: locked.name,
    version: locked.version,
    pin: pinOf(locked),
    basis: "locked",
    source: context.sourceOf(locked.source),
    hashes: locked.hashes,
    // What neither the project nor a package names was asked for by somebody, since it is locked.
    direct: asked.direct.has(place) || (scopes.length === 0 && !asked.named.has(place)),
    scopes: scopes.length === 0 ? ["main"] : scopes,
    extras: extras === undefined ? [] : [...extras].toSorted(),
    marker: graph.conditions.write(whenNeeded(locked, reached.conditions[place], graph)),
    own: graph.own[place] ?? null,
    origins: [originOf(locked, context.file)],
  });
}

function pinOf({ source, version }: LockPackage): Dependency["pin"] {
  if (source.kind !== "registry" && source.kind !== "unknown") return "url";
  return version === null ? "unpinned" : "exact";
}

/** Where the ways to a package have no condition, the forks that it was locked for are one. */
function whenNeeded(
  { forks }: LockPackage,
  reached: Condition | undefined,
  { conditions }: Graph,
): Condition {
  if (reached !== undefined && reached !== null) return reached;
  if (forks.length === 0) return null;
  return forks.map((marker) => conditions.of(marker)).reduce(either);
}

function originOf({ at, versionSpan }: LockPackage, file: TomlFile): Origin {
  return file.originAt(at, versionSpan);
}

function edgesOf({ graph, lock, keys }: Context): Edge[] {
  const edges: Edge[] = [];
  const known = new Set<string | number>();
  graph.parts.forEach(({ owner, links }, place) => {
    const from = keys[owner];
    const { extras, groups } = lock.packages[owner] ?? NO_CHOICES;
    // Only parts of one package, or several links of one part, can say the same twice.
    const isAlone = place < keys.length && links.length < 2 && extras.size === 0 && groups.size === 0;
    for (const { to: part, condition } of links) {
      const target = graph.parts[part]?.owner ?? owner;
      const to = keys[target];
      if (from === undefined || to === undefined || target === owner) continue;
      const marker = graph.conditions.write(condition);
      edges.push({ from, to, marker });
      if (isAlone) continue;
      const pair = owner * keys.length + target;
      const identity = marker === null ? pair : `${pair} ${marker}`;
      if (known.has(identity)) edges.pop();
      known.add(identity);
    }
  });
  return edges;
}

const NO_CHOICES: Pick<LockPackage, "extras" | "groups"> = { extras: new Map(), groups: new Map() };

function gapsOf({ lock, file, reached }: Context): Gap[] {
  const gaps = lock.broken.map((start) =>
    makeGap({
      code: "unparsable-line",
      reason: "a package of the lock has no valid name",
      origin: file.originAt(start),
    }),
  );
  const { path } = file.originAt(0);
  if (reached.isCut) gaps.push(makeGap({ code: "limit-exceeded", reason: CUT, origin: fileOrigin(path) }));
  return gaps;
}

const CUT = "the graph is too large to tell which extras and groups need what: the rest counts as main";

function notesOf({ requiresPython }: Lock): readonly string[] {
  const isPlain = requiresPython !== null && /^[0-9A-Za-z.,<>=!~* ]{1,100}$/.test(requiresPython);
  return isPlain ? [`uv.lock is for Python ${requiresPython}`] : [];
}
