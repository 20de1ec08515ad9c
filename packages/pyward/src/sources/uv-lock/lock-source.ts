import type { PackageSource, SourceType } from "../../model/index.ts";
import { entriesOf, type TomlNode } from "../../syntax/toml/index.ts";
import { sourceUrl } from "../shared/source-url.ts";

/** uv's kinds of source; `unknown` for one that it may invent. */
type Kind = "registry" | "git" | "url" | "path" | "directory" | "editable" | "virtual" | "unknown";

/** Where a locked package comes from. */
export interface LockSource {
  readonly kind: Kind;
  /** Tells sources apart: references repeat it word for word. */
  readonly identity: string;
  /** The URL or path as written. */
  readonly location: string;
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["registry", "registry"],
  ["git", "git"],
  ["url", "url"],
  ["direct", "url"],
  ["path", "path"],
  ["directory", "directory"],
  ["editable", "editable"],
  ["virtual", "virtual"],
]);

const UNKNOWN: LockSource = { kind: "unknown", identity: "", location: "" };

/** Reads `{ registry = "…" }`, or `"registry+…"` as the oldest locks have it. */
export function readSource(node: TomlNode | null): LockSource {
  if (node?.kind === "string") return readTagged(node.value);
  if (node?.kind !== "table") return UNKNOWN;
  for (const field of entriesOf(node)) {
    const kind = KINDS.get(field.name);
    if (kind !== undefined && field.kind === "string") return sourceOf(kind, field.value);
  }
  return UNKNOWN;
}

function readTagged(text: string): LockSource {
  const plus = text.indexOf("+");
  const kind = KINDS.get(text.slice(0, Math.max(plus, 0)));
  return kind === undefined ? UNKNOWN : sourceOf(kind, text.slice(plus + 1));
}

export function sourceOf(kind: Kind, location: string): LockSource {
  return { kind, identity: `${kind}+${location}`, location };
}

const TYPES: Readonly<Record<Kind, SourceType>> = {
  registry: "registry",
  git: "git",
  url: "url",
  path: "path",
  directory: "path",
  editable: "path",
  virtual: "path",
  unknown: "unknown",
};

/** Gives the model's form of a source, made once for each. */
export function sourcesOfLock(): (source: LockSource) => PackageSource {
  const known = new Map<LockSource, PackageSource>();
  return (source) => {
    const same = known.get(source);
    if (same !== undefined) return same;
    const url = source.location === "" ? null : sourceUrl(source.location);
    const made: PackageSource = { type: TYPES[source.kind], url };
    known.set(source, made);
    return made;
  };
}

/** A folder of somebody's own, that is used where it lies. */
export function isWorkingTree(source: LockSource): boolean {
  return source.kind === "editable" || source.kind === "virtual";
}
