import type { Scope } from "../../model/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import type { YamlNode } from "../../syntax/yaml/index.ts";
import type { Use } from "../shared/conda/locked-package.ts";
import { entriesAt, itemsAt, textAt, textsAt } from "../shared/yaml-values.ts";

/** What the environments of a lock take of its packages. */
export interface Environments {
  /** By kind and location. */
  readonly taken: ReadonlyMap<string, Taken>;
  /** The platforms of all of them, by conda's name. */
  readonly platforms: ReadonlySet<string>;
  /** The package index, where all of them have the same single one. */
  readonly index: string | null;
}

export interface Taken {
  readonly uses: Use[];
  readonly extras: Set<string>;
}

const KINDS = ["pypi", "conda", "source", "conda_source"] as const;

export function takenKey(kind: string, location: string): string {
  return `${kind} ${location}`;
}

/** Every environment lists its packages for each platform: `- conda: URL`, `- pypi: URL`. */
export function readEnvironments(root: YamlNode): Environments {
  const subdirs = readSubdirs(root);
  const taken = new Map<string, Taken>();
  const platforms = new Set<string>();
  const indexes = new Set<string>();
  for (const [name, { value: environment }] of entriesAt(root, "environments")) {
    for (const index of textsAt(environment, "indexes")) indexes.add(index);
    const scope: Scope = scopeOf(name);
    for (const [written, { value: list }] of entriesAt(environment, "packages")) {
      const platform = subdirs.get(written) ?? written;
      platforms.add(platform);
      const use: Use = { scope, platform, set: `${name} ${written}` };
      for (const item of list.kind === "list" ? list.items : []) take(taken, item, use);
    }
  }
  const [index] = indexes;
  return { taken, platforms, index: indexes.size === 1 ? (index ?? null) : null };
}

/** From version 7 on a platform can have a name of its own beside conda's. */
function readSubdirs(root: YamlNode): ReadonlyMap<string, string> {
  return new Map(
    itemsAt(root, "platforms").flatMap((platform) => {
      const [name, subdir] = [textAt(platform, "name"), textAt(platform, "subdir")];
      return name === null || subdir === null ? [] : [[name, subdir]];
    }),
  );
}

/** The environment that pixi takes where none is named has the name `default`. */
function scopeOf(name: string): Scope {
  return name === "default" || !isValidName(name) ? "main" : `group:${normalizeName(name)}`;
}

function take(taken: Map<string, Taken>, item: YamlNode, use: Use): void {
  for (const kind of KINDS) {
    const location = textAt(item, kind);
    if (location === null) continue;
    const key = takenKey(kind, location);
    const known = taken.get(key) ?? { uses: [], extras: new Set() };
    taken.set(key, known);
    known.uses.push(use);
    for (const extra of textsAt(item, "extras")) known.extras.add(extra);
  }
}
