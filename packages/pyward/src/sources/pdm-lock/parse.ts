import {
  fileOrigin,
  makeDependency,
  makeGap,
  makeInventory,
  type Dependency,
  type Gap,
  type Inventory,
  type Origin,
  type OwnCode,
  type PackageSource,
  type Scope,
} from "../../model/index.ts";
import { formatMarker, normalizeName, parseMarker } from "../../python/index.ts";
import { entry, entryAt, type TomlTable } from "../../syntax/toml/index.ts";
import { pathOf } from "../shared/direct-url.ts";
import { sortedSet } from "../shared/hashes.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { sourceUrl } from "../shared/source-url.ts";
import { stringOf } from "../shared/toml-values.ts";
import { uniqueKeys } from "../shared/unique-keys.ts";
import { workingTreeAt } from "../shared/working-tree.ts";
import { linksOf, neededByNone } from "./links.ts";
import { mergeEntries, whenNeeded, type LockPackage } from "./merge.ts";
import { readSchema, type Lock, type LockEntry, type LockSource } from "./schema.ts";

/** Turns a lock file into an inventory: one dependency for each release that it locks. */
export function readLock(path: string, file: TomlFile): Inventory {
  const unsupported = unsupportedReason(file.root);
  if (unsupported !== null) return onlyGap("unsupported-format", unsupported, file);
  const lock = readSchema(file.root);
  if (lock === null) return onlyGap("unparsable-file", "its list of packages is no list", file);
  const packages = mergeEntries(lock.entries);
  const keys = uniqueKeys(packages.map(({ main }) => main));
  const found = linksOf(packages);
  const links = found ?? [];
  const direct = neededByNone(packages.length, links);
  return makeInventory({
    dependencies: packages.map((locked, place) =>
      toDependency(locked, file, {
        key: keys[place] ?? locked.main.name,
        // The lock does not say what the project itself names: what no other package names.
        direct: direct.has(place),
        own: ownCode(locked.main.source, path),
      }),
    ),
    edges: links.map(({ from, to, marker }) => ({ from: keys[from] ?? "", to: keys[to] ?? "", marker })),
    gaps: [...brokenEntries(lock, file), ...(found === null ? [tooManyLinks(path)] : [])],
    notes: notesOf(lock),
  });
}

/** Version 4 added what its predecessors lacked and left the rest; the first locks do not say their version. */
function unsupportedReason(root: TomlTable): string | null {
  const node = entryAt(root, "metadata", "lock_version");
  const version = stringOf(node);
  if (version === null) {
    const isLock = node === null && entryAt(root, "metadata", "content_hash") !== null;
    return isLock ? null : "the lock does not say its version";
  }
  if (/^[0-4](?:\.[0-9]+){0,3}$/.test(version)) return null;
  const shown = /^[0-9.]{1,20}$/.test(version) ? `version ${version}` : "a version that is no number";
  return `the lock is of ${shown}; pyward reads up to version 4`;
}

function onlyGap(code: Gap["code"], reason: string, file: TomlFile): Inventory {
  const at = entryAt(file.root, "metadata", "lock_version") ?? entry(file.root, "package");
  return makeInventory({ gaps: [makeGap({ code, reason, origin: file.originAt(at?.key ?? 0) })] });
}

function toDependency(
  { main, entries }: LockPackage,
  file: TomlFile,
  given: Pick<Dependency, "key" | "direct" | "own">,
): Dependency {
  return makeDependency({
    ...given,
    name: main.name,
    version: main.version,
    pin: pinOf(main),
    basis: "locked",
    source: toPackageSource(main.source),
    hashes: sortedSet(entries.flatMap(({ hashes }) => hashes)),
    scopes: scopesOf(entries),
    extras: sortedSet(entries.flatMap(({ extras }) => extras)),
    marker: whenNeeded(entries.map(({ marker }) => readableMarker(marker))),
    origins: entries.map((one) => originOf(one, file)),
  });
}

function pinOf({ source, version }: LockEntry): Dependency["pin"] {
  if (source.kind !== "index") return "url";
  return version === null ? "unpinned" : "exact";
}

function toPackageSource({ kind, location }: LockSource): PackageSource {
  const url = location === "" ? null : kind === "path" ? pathOf(location) : sourceUrl(location);
  switch (kind) {
    case "index":
      return { type: "registry", url };
    case "git":
      return { type: "git", url };
    case "vcs":
    case "url":
      return { type: "url", url };
    case "path":
      return { type: "path", url };
    default:
      return kind satisfies never;
  }
}

/** A copy in the tree that is not edited where it lies may be anybody's release: it is audited under its version. */
function ownCode({ kind, location, isEditable }: LockSource, lock: string): OwnCode | null {
  if (kind !== "path") return null;
  const inside = workingTreeAt(lock, location);
  if (inside === "project") return inside;
  return isEditable ? (inside ?? "editable") : null;
}

/** An extra and a group look the same in the lock: only its manifest could tell them apart. */
function scopesOf(entries: readonly LockEntry[]): readonly Scope[] {
  const groups = entries.flatMap((one) => one.groups);
  const scopes = groups.map((group): Scope =>
    group === "default" ? "main" : `group:${normalizeName(group)}`,
  );
  return scopes.length === 0 ? ["main"] : [...new Set(scopes)].toSorted();
}

/** Written as everywhere, so that the same condition of two locks is one. One that cannot be read counts as always. */
function readableMarker(marker: string | null): string | null {
  const parsed = parseMarker(marker ?? "");
  return parsed.ok ? formatMarker(parsed.value) : null;
}

function originOf({ nameNode, versionNode }: LockEntry, file: TomlFile): Origin {
  if (versionNode === null || versionNode.content === null) return file.originAt(nameNode.key);
  const start = versionNode.content;
  return file.originAt(nameNode.key, { start, end: start + versionNode.value.length });
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
  const reason = "the lock names too many releases of one name to tell which one needs which";
  return makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(path) });
}

function notesOf({ targets }: Lock): readonly string[] {
  const described = targets.map(({ requiresPython, platform }) =>
    [`Python ${requiresPython ?? "of any version"}`, ...(platform === null ? [] : [`on ${platform}`])].join(
      " ",
    ),
  );
  const isPlain = described.every((text) => /^[0-9A-Za-z.,<>=!~*_ -]{1,200}$/.test(text));
  return described.length > 0 && isPlain ? [`pdm.lock is for ${described.join(" and for ")}`] : [];
}
