import { internalNames } from "./inventory/privacy.ts";
import type { Dependency, Inventory } from "./model/index.ts";
import { DEFAULT_INDEX } from "./package-index/default-index.ts";
import {
  USUAL,
  type FoundProject,
  type IndexPlace,
  type PackageIndexes,
} from "./package-index/open-indexes.ts";
import type { PackageName } from "./python/index.ts";

/** The user's indexes as the files of one part are resolved by them. */
export interface AskedIndexes {
  readonly indexes: PackageIndexes;
  /** Whether one may be asked about it, and so be told its name. */
  mayAsk(dependency: Dependency): boolean;
}

interface Circumstances {
  /** Names and patterns of packages that the default index is not told of. */
  readonly internal: readonly string[];
  /** Is told of each answer that was kept and is not of now. */
  readonly noteKept: (since: string) => void;
}

/**
 * Whom to ask about what files ask for that name `named` for all of it: these, as far as the user names them, too. Null: one of them is only named there,
 * and what it has and others do not nobody can tell.
 */
export function askedIndexes(
  own: PackageIndexes,
  { indexes: named = [], keepsIndex }: Pick<Inventory, "indexes" | "keepsIndex">,
  { internal, noteKept }: Circumstances,
): AskedIndexes | null {
  const places = named.map((url) => own.place(url));
  if (places.includes(null)) return null;
  const usual = named.length === 0 || keepsIndex === true ? [own.place(null)] : [];
  const asked = [...new Set([...usual, ...places])].filter((place) => place !== null);
  const isTold = own.hosts.includes(new URL(DEFAULT_INDEX).host);
  const isInternal = internalNames(internal);
  const isSecret = (name: PackageName, where: readonly IndexPlace[]): boolean =>
    isTold && isInternal(name) && where.some((place) => place === USUAL || place === DEFAULT_INDEX);
  const placesOf = (place: IndexPlace): readonly IndexPlace[] => (place === ALL ? asked : [place]);
  return {
    indexes: {
      ...own,
      place: (source) => (source === null ? (asked.length === 0 ? null : ALL) : own.place(source)),
      project: async (name, place) => {
        const where = placesOf(place);
        if (isSecret(name, where)) return { kind: "not-found" };
        const found = merged(await Promise.all(where.map((one) => own.project(name, one))));
        if (found.kind === "found" && found.since !== null) noteKept(found.since);
        return found;
      },
    },
    mayAsk({ name, source }) {
      const place = source.url === null ? ALL : own.place(source.url);
      if (place === null || placesOf(place).length === 0) return false;
      return !isSecret(name, placesOf(place));
    },
  };
}

/** All that are asked about what comes from no index in particular. */
const ALL: IndexPlace = "all";

/** What several indexes have of a project is one (pip); where one did not answer, nobody knows. */
function merged(answers: readonly FoundProject[]): FoundProject {
  const failed = answers.find(({ kind }) => kind === "failed");
  if (failed !== undefined) return failed;
  const found = answers.filter((answer) => answer.kind === "found");
  if (found.length === 0) return { kind: "not-found" };
  const since = found.flatMap((one) => one.since ?? []).toSorted()[0] ?? null;
  return { kind: "found", pages: found.flatMap(({ pages }) => pages), since };
}
