import type { OwnCode, PackageSource } from "../../model/index.ts";
import { entry, type TomlTable } from "../../syntax/toml/index.ts";
import { pathOf } from "../shared/direct-url.ts";
import { sourceUrl } from "../shared/source-url.ts";
import { isTrue, stringOf } from "../shared/toml-values.ts";
import { workingTreeAt } from "../shared/working-tree.ts";

/** Where a locked package comes from (PEP 751, `packages.vcs` to `packages.wheels`). */
export interface LockSource {
  readonly kind: "vcs" | "directory" | "archive" | "files" | "unknown";
  /** The URL or path of what it is, or of its index; null where the lock does not say. */
  readonly location: string | null;
  /** Which version control system; null for other kinds. */
  readonly vcs: string | null;
  readonly isEditable: boolean;
}

/** The kinds exclude each other; of two, the one that says most is taken. A reference may hold an index alone. */
export function readSource(table: TomlTable): LockSource {
  for (const kind of ["vcs", "directory", "archive"] as const) {
    const node = entry(table, kind);
    if (node?.kind !== "table") continue;
    return {
      kind,
      location: locationOf(node),
      vcs: stringOf(entry(node, "type")),
      isEditable: isTrue(entry(node, "editable")),
    };
  }
  const location = stringOf(entry(table, "index"));
  const hasFiles = location !== null || FILES.some((name) => entry(table, name) !== null);
  return { kind: hasFiles ? "files" : "unknown", location, vcs: null, isEditable: false };
}

const FILES = ["wheels", "sdist"];

/** The commit, where there is one, stands as the fragment. */
function locationOf(table: TomlTable): string | null {
  const location = stringOf(entry(table, "url")) ?? stringOf(entry(table, "path"));
  const commit = stringOf(entry(table, "commit-id"));
  return location === null || commit === null ? location : `${location}#${commit}`;
}

/** The model's form of it. */
export function toPackageSource({ kind, location, vcs }: LockSource): PackageSource {
  const isUrl = location?.includes("://") === true;
  const url = location === null || location === "" ? null : isUrl ? sourceUrl(location) : pathOf(location);
  switch (kind) {
    case "vcs":
      return { type: vcs === "git" ? "git" : "url", url };
    case "directory":
      return { type: "path", url };
    case "archive":
      return { type: isUrl ? "url" : "path", url };
    case "files":
      return { type: "registry", url };
    case "unknown":
      return { type: "unknown", url };
    default:
      return kind satisfies never;
  }
}

/** A directory inside the tree is the project's own code; so is one outside that is edited where it lies. */
export function ownCode({ kind, location, isEditable }: LockSource, lock: string): OwnCode | null {
  if (kind !== "directory") return null;
  const inside = location === null ? null : workingTreeAt(lock, location);
  return inside ?? (isEditable ? "editable" : null);
}
