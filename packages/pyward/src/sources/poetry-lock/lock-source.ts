import type { Dependency, OwnCode, PackageSource } from "../../model/index.ts";
import { entry, type TomlTable } from "../../syntax/toml/index.ts";
import { pathOf } from "../shared/direct-url.ts";
import { isTrue, stringOf } from "../shared/toml-values.ts";
import { workingTreeAt } from "../shared/working-tree.ts";

/** Poetry's kinds of source; `index` where none is written or the kind is `legacy`, `unknown` for one that it may invent. */
type Kind = "index" | "git" | "url" | "file" | "directory" | "unknown";

/** Where a locked package comes from. */
export interface LockSource {
  readonly kind: Kind;
  /** As written: a URL, or a path from the lock's folder. Null for Poetry's own index, which is not named. */
  readonly location: string | null;
  /** The commit, for `git`. */
  readonly commit: string | null;
  /** Installed as a link to the folder. */
  readonly isEditable: boolean;
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["legacy", "index"],
  ["pypi", "index"],
  ["git", "git"],
  ["url", "url"],
  ["file", "file"],
  ["directory", "directory"],
]);

const DEFAULT_INDEX: LockSource = { kind: "index", location: null, commit: null, isEditable: false };

/** `[package.source]`. Locks before 1.1 name the commit `reference`; older ones leave out the type of an index. */
export function readSource(locked: TomlTable): LockSource {
  const table = entry(locked, "source");
  if (table === null) return DEFAULT_INDEX;
  if (table.kind !== "table") return { ...DEFAULT_INDEX, kind: "unknown" };
  const type = stringOf(entry(table, "type"));
  return {
    kind: type === null || type === "" ? "index" : (KINDS.get(type) ?? "unknown"),
    location: stringOf(entry(table, "url")),
    commit: stringOf(entry(table, "resolved_reference")) ?? stringOf(entry(table, "reference")),
    isEditable: isTrue(entry(locked, "develop")),
  };
}

/** The model's form of a source. */
export function toPackageSource({ kind, location, commit }: LockSource): PackageSource {
  switch (kind) {
    case "index":
      return { type: "registry", url: location === null ? null : webUrl(location) };
    case "git":
      return { type: "git", url: location === null ? null : withCommit(webUrl(location), commit) };
    case "url":
      return { type: "url", url: location === null ? null : webUrl(location) };
    case "file":
    case "directory":
      return { type: "path", url: location === null ? null : pathOf(location) };
    case "unknown":
      return { type: "unknown", url: null };
    default:
      return kind satisfies never;
  }
}

/** A place on somebody's disk is nothing to show. */
function webUrl(location: string): string | null {
  return /^file:/i.test(location) ? null : pathOf(location);
}

function withCommit(url: string | null, commit: string | null): string | null {
  const isCommit = commit !== null && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(commit);
  return url === null || !isCommit || url.includes("#") ? url : `${url}#${commit}`;
}

/** A version from an index is what the index has under it; anything else is the artifact at its place. */
export function pinOf(source: LockSource, version: string | null): Dependency["pin"] {
  if (source.kind !== "index" && source.kind !== "unknown") return "url";
  return version === null ? "unpinned" : "exact";
}

/** Folders are somebody's own code where they lie in the audited tree or are installed as a link. */
export function ownCode({ kind, location, isEditable }: LockSource, lockPath: string): OwnCode | null {
  if (kind !== "directory" || location === null) return null;
  return isEditable ? "editable" : workingTreeAt(lockPath, location);
}
