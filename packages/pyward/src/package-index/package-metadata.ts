import {
  normalizeName,
  parseRequirement,
  parseVersion,
  compareVersions,
  type PackageName,
  type Requirement,
  type Version,
} from "../python/index.ts";
import type { CoreMetadata } from "../python/core-metadata.ts";
import type { FoundProject, PackageIndexes } from "./open-indexes.ts";
import type { IndexFile } from "./page/project-page.ts";

/** What a resolver asks of the user's indexes, in its words; each index and file is asked once. */
export interface IndexedPackages {
  versions(name: PackageName): Promise<IndexedVersions>;
  dependencies(name: PackageName, version: Version): Promise<IndexedDependencies>;
}

export interface IndexedFile {
  readonly filename: string;
  readonly kind: "wheel" | "sdist";
  /** A reason, perhaps empty; false: not yanked. */
  readonly yanked: string | false;
  readonly requiresPython: string | null;
  readonly uploadTime: string | null;
}

export type IndexedVersions =
  | {
      readonly kind: "versions";
      readonly versions: readonly (Omit<IndexedFile, "filename" | "kind"> & {
        readonly version: Version;
        readonly files: readonly IndexedFile[];
      })[];
    }
  | Exclude<FoundProject, { readonly kind: "found" }>;

/** What core metadata says is needed. */
export interface StatedNeeds {
  readonly requires: readonly Requirement[];
  /** Normalised. */
  readonly extras: readonly string[];
  readonly requiresPython: string | null;
}

export type IndexedDependencies =
  | ({ readonly kind: "dependencies" } & StatedNeeds)
  | { readonly kind: "dynamic" | "invalid" | "failed"; readonly reason: string };

/** `sourceOf`: the index that a file names for a package; null: none in particular. */
export function indexedPackages(
  indexes: PackageIndexes,
  sourceOf: (name: PackageName) => string | null,
): IndexedPackages {
  const projects = new Map<PackageName, Promise<FoundProject>>();
  const needs = new Map<string, Promise<IndexedDependencies>>();
  const projectOf = (name: PackageName): Promise<FoundProject> =>
    once(projects, name, async () => {
      const place = indexes.place(sourceOf(name));
      return place === null ? NOT_ASKED : indexes.project(name, place);
    });
  return {
    async versions(name) {
      const found = await projectOf(name);
      return found.kind === "found" ? { kind: "versions", versions: versionsOf(filesOf(found)) } : found;
    },
    dependencies: (name, version) =>
      once(needs, `${name} ${JSON.stringify(version)}`, async () => {
        const found = await projectOf(name);
        if (found.kind === "failed") return found;
        const files = found.kind === "found" ? filesOf(found).filter((file) => isOf(file, version)) : [];
        return needsOf(files, indexes);
      }),
  };
}

const NOT_ASKED = {
  kind: "failed",
  reason: "it comes from an index that the user's own settings do not name",
} as const;

function once<K, V>(known: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const there = known.get(key) ?? make();
  known.set(key, there);
  return there;
}

function filesOf({ pages }: Extract<FoundProject, { kind: "found" }>): readonly IndexFile[] {
  return pages.flatMap(({ files }) => files);
}

function isOf(file: IndexFile, version: Version): boolean {
  const own = parseVersion(file.version);
  return own.ok && compareVersions(own.value, version) === 0;
}

/** Spellings of one version (1.0, 1.0.0) are one; what has no file cannot be installed. */
function versionsOf(files: readonly IndexFile[]) {
  const parsed = files.flatMap((file) => {
    const version = parseVersion(file.version);
    return version.ok ? [{ file, version: version.value }] : [];
  });
  const sorted = parsed.toSorted((a, b) => compareVersions(a.version, b.version));
  const groups: { version: Version; files: IndexFile[] }[] = [];
  for (const { file, version } of sorted) {
    const last = groups.at(-1);
    if (last !== undefined && compareVersions(last.version, version) === 0) last.files.push(file);
    else groups.push({ version, files: [file] });
  }
  return groups.map((group) => {
    const all = group.files.map(indexedFile);
    const [first] = all;
    const isYanked = all.every(({ yanked }) => yanked !== false);
    const asked = new Set(all.map(({ requiresPython }) => requiresPython));
    return {
      version: group.version,
      yanked: isYanked ? (all.map(({ yanked }) => yanked).find(Boolean) ?? "") : (false as const),
      // Where its files differ, each says its own.
      requiresPython: asked.size === 1 ? (first?.requiresPython ?? null) : null,
      uploadTime: all.flatMap(({ uploadTime }) => uploadTime ?? []).toSorted()[0] ?? null,
      files: all,
    };
  });
}

function indexedFile({ name, wheel, yanked, requiresPython, uploaded }: IndexFile): IndexedFile {
  const kind = wheel === null ? "sdist" : "wheel";
  return { filename: name, kind, yanked: yanked ?? false, requiresPython, uploadTime: uploaded };
}

/** The wheels of a version say the same, or no lock could hold: the cheapest that can be used is read, a source distribution where there is none. */
async function needsOf(files: readonly IndexFile[], indexes: PackageIndexes): Promise<IndexedDependencies> {
  const sorted = files.toSorted(
    (a, b) => cost(a) - cost(b) || (a.size ?? 0) - (b.size ?? 0) || (a.name < b.name ? -1 : 1),
  );
  let first: IndexedDependencies = { kind: "invalid", reason: "the index has no file of it" };
  for (const [at, file] of sorted.slice(0, MOST_TRIED).entries()) {
    const found = await indexes.metadata(file);
    const needs = found.kind === "metadata" ? needsIn(found.metadata) : found;
    if (needs.kind !== "invalid") return needs;
    if (at === 0) first = needs;
  }
  return first;
}

/** A broken file is rare; one who breaks all of a hundred is not followed through them. */
const MOST_TRIED = 3;

export function needsIn(
  metadata: CoreMetadata,
): ({ readonly kind: "dependencies" } & StatedNeeds) | { readonly kind: "invalid"; readonly reason: string } {
  const requires: Requirement[] = [];
  for (const text of metadata.requirements) {
    const parsed = parseRequirement(text);
    if (!parsed.ok) {
      const reason = `its metadata has a requirement that is none: ${parsed.error.message}`;
      return { kind: "invalid", reason };
    }
    requires.push(parsed.value);
  }
  const { extras, requiresPython } = metadata;
  return {
    kind: "dependencies",
    requires,
    extras: extras.map((extra) => normalizeName(extra)),
    requiresPython,
  };
}

function cost({ wheel, metadata }: IndexFile): number {
  return (wheel === null ? 2 : 0) + (metadata === null ? 1 : 0);
}
