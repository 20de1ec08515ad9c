import type { BuildOptions, BuiltIndex } from "./advisory-index/build-index.ts";
import type { FileTree } from "./host/index.ts";
import { PywardError, type RawRecord } from "./model/index.ts";

/** Where records lie: a zip, a directory or a file. */
interface RecordPlace {
  readonly tree: FileTree;
  readonly path: string;
}

export interface Besides {
  readonly others?: readonly RecordPlace[] | undefined;
  /** Sees each record at the path, and none of the others. */
  readonly onRecord?: (raw: RawRecord) => void | Promise<void>;
  /** Leaves out what is no record; absent: all is. */
  readonly isRecord?: (raw: Extract<RawRecord, { kind: "record" }>) => boolean;
  /** They come on top of a database, so that none of them need be about a package. */
  readonly isBeside?: boolean;
}

/**
 * Compiles the records at a path, and at `others` besides (of one id the newest counts), into a database, with all that it says in words. Throws PywardError `missing-path` where
 * there is nothing, `bad-database` where no advisory for PyPI is found or most records cannot be read: such a file is
 * the wrong one or a broken download, and "no vulnerabilities found" would follow from it.
 */
export async function compileDatabase(
  place: RecordPlace,
  options: Omit<BuildOptions, "classifyWeakness">,
  { others = [], onRecord = () => undefined, isRecord = () => true, isBeside = false }: Besides = {},
): Promise<BuiltIndex> {
  const [{ readRecords }, { buildIndex }, { classifyWeakness }] = await Promise.all([
    import("./feeds/shared/read-records.ts"),
    import("./advisory-index/build-index.ts"),
    import("./advisory-index/weakness/index.ts"),
  ]);
  const records = async function* () {
    for await (const raw of readRecords(place.tree, place.path)) {
      if (raw.kind === "record" && !isRecord(raw)) continue;
      await onRecord(raw);
      yield raw;
    }
    for (const { tree, path } of others) yield* readRecords(tree, path);
  };
  const built = await buildIndex(records(), { ...options, classifyWeakness });
  const { advisories, malformed } = built.info;
  if (advisories === 0 || malformed.length > advisories)
    throw new PywardError(
      "bad-database",
      advisories === 0
        ? `no advisory for a package of PyPI was found (${malformed.length} records cannot be read)`
        : `${malformed.length} of ${advisories + malformed.length} records cannot be read`,
      { hint: "give the OSV zip of the ecosystem PyPI, or a directory or file of OSV records" },
    );
  // With these alone every package would be called clean.
  if (!isBeside && built.info.sources.every(({ feed }) => feed === "psf"))
    throw new PywardError("bad-database", "it holds advisories about Python itself and none about packages", {
      hint: "give it besides a database, as --advisories, or together with the OSV zip of the ecosystem PyPI",
    });
  return built;
}
