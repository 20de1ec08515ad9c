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
import { stringOf } from "../shared/toml-values.ts";
import { uniqueKeys } from "../shared/unique-keys.ts";
import { ownCode, toPackageSource } from "./package-source.ts";
import { readSchema, type Lock, type LockPackage, type Reference } from "./schema.ts";
import { readSelection } from "./selection.ts";

/** Turns a lock file into an inventory: one dependency for each of its packages, whatever the package is. */
export function readLock(path: string, file: TomlFile): Inventory {
  const unsupported = unsupportedReason(file.root);
  if (unsupported !== null) return onlyGap("unsupported-format", unsupported, file);
  const lock = readSchema(file.root);
  if (lock === null) return onlyGap("unparsable-file", "its list of packages is no list", file);
  const keys = uniqueKeys(lock.packages);
  const found = linksOf(lock);
  const links = found ?? [];
  const needed = new Set(links.filter(([from, to]) => from !== to).map(([, to]) => to));
  const asked = new Set(links.filter(([from]) => isOwn(lock.packages[from], path)).map(([, to]) => to));
  return makeInventory({
    dependencies: lock.packages.map((locked, place) =>
      toDependency(
        locked,
        { path, file, lock },
        {
          key: keys[place] ?? locked.name,
          // A lock without `dependencies` does not tell: then everything counts as asked for.
          direct: asked.has(place) || !needed.has(place),
        },
      ),
    ),
    edges: edgesOf(links, keys),
    gaps: [...brokenEntries(lock, file), ...(found === null ? [tooManyLinks(path)] : [])],
    notes: notesOf(lock, path),
  });
}

/** PEP 751, `lock-version`: a new minor version adds what older readers may ignore. */
function unsupportedReason(root: TomlTable): string | null {
  const version = stringOf(entry(root, "lock-version"));
  if (version === null) return "the lock does not say its version";
  if (/^1(?:\.[0-9]+)?$/.test(version)) return null;
  const shown = /^[0-9.]{1,20}$/.test(version) ? `version ${version}` : "a version that is no number";
  return `the lock is of ${shown}; pyward reads version 1`;
}

function onlyGap(code: Gap["code"], reason: string, file: TomlFile): Inventory {
  const version = entry(file.root, "lock-version");
  return makeInventory({ gaps: [makeGap({ code, reason, origin: file.originAt(version?.key ?? 0) })] });
}

function isOwn(locked: LockPackage | undefined, path: string): boolean {
  const own = locked === undefined ? null : ownCode(locked.source, path);
  return own === "project" || own === "workspace-member";
}

interface Context {
  readonly path: string;
  readonly file: TomlFile;
  readonly lock: Lock;
}

function toDependency(
  locked: LockPackage,
  { path, file, lock }: Context,
  given: Pick<Dependency, "key" | "direct">,
): Dependency {
  return makeDependency({
    ...given,
    ...readSelection(locked.marker, lock.defaultGroups),
    name: locked.name,
    version: locked.version,
    pin: pinOf(locked),
    basis: "locked",
    source: toPackageSource(locked.source),
    hashes: locked.hashes,
    attestationIdentities: locked.attestationIdentities,
    own: ownCode(locked.source, path),
    origins: [originOf(locked, file)],
  });
}

function pinOf({ source, version }: LockPackage): Dependency["pin"] {
  if (source.kind !== "files" && source.kind !== "unknown") return "url";
  return version === null ? "unpinned" : "exact";
}

function originOf({ nameNode, versionNode }: LockPackage, file: TomlFile): Origin {
  if (versionNode === null || versionNode.content === null) return file.originAt(nameNode.key);
  const start = versionNode.content;
  return file.originAt(nameNode.key, { start, end: start + versionNode.value.length });
}

/** Who needs whom, as places in `Lock.packages`. */
type Link = readonly [from: number, to: number];

/** Comparisons of references with entries of their name: a lock that needs so many is made to keep pyward busy. */
const MAX_COMPARISONS = 1_000_000;

/** Null where there are too many to look for. */
function linksOf({ packages }: Lock): readonly Link[] | null {
  const byName = Map.groupBy<string, number>(packages.keys(), (place) => packages[place]?.name ?? "");
  const links: Link[] = [];
  let comparisons = 0;
  for (const [from, { dependencies }] of packages.entries()) {
    for (const reference of dependencies ?? []) {
      const candidates = byName.get(reference.name) ?? [];
      comparisons += candidates.length;
      if (comparisons > MAX_COMPARISONS) return null;
      for (const to of candidates) {
        const candidate = packages[to];
        if (candidate !== undefined && isMeant(reference, candidate)) links.push([from, to]);
      }
    }
  }
  return links;
}

/** PEP 751, `packages.dependencies`: what a reference says is the same in the entry that it means. */
function isMeant({ version, marker, source }: Reference, candidate: LockPackage): boolean {
  return (
    (version === null || version === candidate.version) &&
    (marker === null || marker === candidate.marker) &&
    (source.location === null ||
      (source.kind === candidate.source.kind && source.location === candidate.source.location))
  );
}

function edgesOf(links: readonly Link[], keys: readonly string[]): Edge[] {
  const known = new Set<string>();
  return links.flatMap(([place, other]): Edge[] => {
    const [from, to] = [keys[place], keys[other]];
    const identity = `${place} ${other}`;
    if (place === other || from === undefined || to === undefined || known.has(identity)) return [];
    known.add(identity);
    return [{ from, to, marker: null }];
  });
}

function brokenEntries({ broken }: Lock, file: TomlFile): Gap[] {
  return broken.map(({ start }) =>
    makeGap({
      code: "unparsable-line",
      reason: "a package of the lock has no valid name",
      origin: file.originAt(start),
    }),
  );
}

function tooManyLinks(path: string): Gap {
  const reason = "the lock names too many packages of one name to tell which one needs which";
  return makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(path) });
}

function notesOf({ requiresPython, environments, packages, isPips }: Lock, path: string): readonly string[] {
  const attested = packages.filter(({ attestationIdentities }) => attestationIdentities !== undefined).length;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const lock = isPlain(name) ? name : "the lock";
  return [
    ...(isPlain(requiresPython) ? [`${lock} is for Python ${requiresPython}`] : []),
    ...(environments.length > 0 && environments.every(isPlain)
      ? [`${lock} is for environments where ${environments.join(", or ")}`]
      : []),
    ...(isPips ? [`${lock} was written by pip, which locks for the one environment that it runs in`] : []),
    ...(attested > 0
      ? [`${lock} records the attested publishers of ${attested} ${attested === 1 ? "package" : "packages"}`]
      : []),
  ];
}

/** Text that a note may quote. */
function isPlain(text: string | null): boolean {
  return text !== null && /^[0-9A-Za-z.,<>=!~*'"()_ -]{1,300}$/.test(text);
}
