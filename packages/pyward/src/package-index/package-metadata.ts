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
import type { IndexFile, PageRelease } from "./page/project-page.ts";

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
  const known = new Map<PackageName, Promise<IndexedVersions>>();
  const releases = new Map<PackageName, Releases>();
  const needs = new Map<string, Promise<IndexedDependencies>>();
  const projectOf = (name: PackageName): Promise<FoundProject> =>
    once(projects, name, async () => {
      const place = indexes.place(sourceOf(name));
      return place === null ? NOT_ASKED : indexes.project(name, place);
    });
  const releasesOf = (name: PackageName, found: Extract<FoundProject, { kind: "found" }>): Releases => {
    const there = releases.get(name) ?? releasesIn(found);
    releases.set(name, there);
    return there;
  };
  return {
    versions: (name) =>
      once(known, name, async () => {
        const found = await projectOf(name);
        if (found.kind !== "found") return found;
        return { kind: "versions", versions: releasesOf(name, found).map((one) => new IndexedRelease(one)) };
      }),
    dependencies: (name, version) =>
      once(needs, `${name} ${JSON.stringify(version)}`, async () => {
        const found = await projectOf(name);
        if (found.kind === "failed") return found;
        const all = found.kind === "found" ? releasesOf(name, found) : [];
        const own = all.find((one) => compareVersions(one.version, version) === 0);
        return needsOf(own?.own ?? [], indexes);
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

/** Ascending, each version once. */
type Releases = readonly Release[];

/** What the pages have of a version; its files are read when they are asked for. */
class Release {
  readonly version: Version;
  private readonly parts: PageRelease[];

  constructor(version: Version, part: PageRelease) {
    this.version = version;
    this.parts = [part];
  }

  add(part: PageRelease): void {
    this.parts.push(part);
  }

  /** Of the file that was there first; null: nobody says. */
  get uploaded(): string | null {
    const times = this.parts.flatMap(({ uploaded }) => uploaded ?? []);
    return times.reduce<string | null>(
      (first, time) => (first === null || time < first ? time : first),
      null,
    );
  }

  get own(): readonly IndexFile[] {
    return this.parts.flatMap(({ files }) => files);
  }
}

/** Spellings of one version (1.0, 1.0.0) are one; what has no file cannot be installed. */
function releasesIn({ pages }: Extract<FoundProject, { kind: "found" }>): Releases {
  const parsed = pages.flatMap(({ releases }) =>
    releases.flatMap((part) => {
      const version = parseVersion(part.version);
      return version.ok ? [{ version: version.value, part }] : [];
    }),
  );
  const all: Release[] = [];
  for (const { version, part } of parsed.toSorted((a, b) => compareVersions(a.version, b.version))) {
    const last = all.at(-1);
    if (last !== undefined && compareVersions(last.version, version) === 0) last.add(part);
    else all.push(new Release(version, part));
  }
  return all;
}

/** A release in a resolver's words, found when it is looked at. */
class IndexedRelease {
  readonly version: Version;
  private readonly release: Release;
  private known: readonly IndexedFile[] | null = null;

  constructor(release: Release) {
    this.version = release.version;
    this.release = release;
  }

  get files(): readonly IndexedFile[] {
    this.known ??= this.release.own.map(indexedFile);
    return this.known;
  }

  get yanked(): string | false {
    const all = this.files.map(({ yanked }) => yanked);
    return all.includes(false) ? false : (all.find(Boolean) ?? "");
  }

  /** Where its files differ, each says its own. */
  get requiresPython(): string | null {
    const [first, ...others] = this.files.map(({ requiresPython }) => requiresPython);
    return others.every((one) => one === first) ? (first ?? null) : null;
  }

  get uploadTime(): string | null {
    return this.release.uploaded;
  }
}

function indexedFile({ name, isWheel, yanked, requiresPython, uploaded }: IndexFile): IndexedFile {
  const kind = isWheel ? "wheel" : "sdist";
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

function cost({ isWheel, isAccompanied }: IndexFile): number {
  return (isWheel ? 0 : 2) + (isAccompanied ? 0 : 1);
}
