import { isValidName, normalizeName, type PackageName } from "../../python/index.ts";
import { entriesOf, entry, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { isTrue, stringOf, stringsOf } from "../shared/toml-values.ts";

/** What a package needs: another package of the lock, by its name and whatever tells its versions apart. */
export interface Reference {
  readonly name: PackageName;
  /** A constraint as Poetry writes it; null: any version. */
  readonly constraint: string | null;
  /** The kind of place where it is to be found; null: an index. */
  readonly place: "git" | "url" | "path" | null;
  /** Needed only where one of the package's extras that list it is asked for. */
  readonly isOptional: boolean;
  readonly extras: readonly string[];
  /** PEP 508. */
  readonly marker: string | null;
  /** `python = "<3.8"` and `platform`, which locks of Poetry 1.0 have in place of a marker. */
  readonly python: string | null;
  readonly platform: string | null;
}

/** `[package.dependencies]`: names with a constraint, a table, or a list of either for different markers. */
export function readReferences(node: TomlNode | null): readonly Reference[] {
  if (node?.kind !== "table") return NO_REFERENCES;
  return [...entriesOf(node)].flatMap((item) => {
    if (!isValidName(item.name)) return [];
    const name = normalizeName(item.name);
    return (item.kind === "array" ? item.items : [item]).map((constraint) => readReference(name, constraint));
  });
}

const NO_REFERENCES: readonly Reference[] = [];

function readReference(name: PackageName, node: TomlNode): Reference {
  if (node.kind === "table") return readTable(name, node);
  const constraint = stringOf(node);
  return { ...PLAIN, name, constraint };
}

const PLAIN = {
  place: null,
  isOptional: false,
  extras: [],
  marker: null,
  python: null,
  platform: null,
} as const;

function readTable(name: PackageName, table: TomlTable): Reference {
  const textOf = (key: string): string | null => stringOf(entry(table, key));
  return {
    name,
    constraint: textOf("version"),
    place: placeOf(table),
    isOptional: isTrue(entry(table, "optional")),
    extras: stringsOf(entry(table, "extras")).map(normalizeName),
    marker: textOf("markers"),
    python: textOf("python"),
    platform: textOf("platform"),
  };
}

function placeOf(table: TomlTable): Reference["place"] {
  if (entry(table, "git") !== null) return "git";
  if (entry(table, "url") !== null) return "url";
  return entry(table, "path") === null && entry(table, "file") === null ? null : "path";
}
