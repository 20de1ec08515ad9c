import type { PackageIndexes } from "./package-index/open-indexes.ts";
import { directPackage } from "./package-index/direct-package.ts";
import { indexedPackages } from "./package-index/package-metadata.ts";
import type { PackageName } from "./python/index.ts";
import type { PackageMetadata } from "./resolve/metadata.ts";

interface Asking {
  /** The index that a file of the project names for a package (uv's sources); null: none in particular. */
  readonly sourceOf: (name: PackageName) => string | null;
  /** Which addresses of requirements (`name @ url`) may be fetched. They come from what is audited: without the user's word, none. */
  readonly mayFetch: (url: URL) => boolean;
}

/** The user's package indexes as a resolver asks them. Each project and each file is asked for once; what will be asked for soon, ahead. */
export function indexMetadata(indexes: PackageIndexes, { sourceOf, mayFetch }: Asking): PackageMetadata {
  const packages = indexedPackages(indexes, sourceOf);
  const direct = new Map<string, ReturnType<typeof directPackage>>();
  let choices = 0;
  return {
    versions: (name) => packages.versions(name),
    dependencies: (name, version) => packages.dependencies(name, version),
    direct(name, url) {
      const key = `${name} ${url}`;
      const known = direct.get(key) ?? directPackage({ name, url, mayFetch }, indexes);
      direct.set(key, known);
      return known;
    },
    // Answers are values, so that nobody has to wait for them.
    prefetch({ names, candidates }) {
      for (const name of names) void packages.versions(name);
      for (const { name, version } of candidates) void packages.dependencies(name, version);
    },
    rest: () => (++choices % AT_A_STRETCH === 0 ? new Promise(setImmediate) : null),
  };
}

/** Choices, of some milliseconds each at worst, between which no answer is taken in. */
const AT_A_STRETCH = 8;
