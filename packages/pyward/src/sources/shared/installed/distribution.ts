import type { FileTree, ListResult } from "../../../host/index.ts";
import { joinPath, type Gap, type Origin } from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";
import { parseDirectUrl, type DirectUrl } from "./direct-url.ts";
import { identify, type FoundMetadata } from "./identify.ts";
import { parseMetadata } from "../../../python/core-metadata.ts";
import { parseRequiresText } from "./requires-text.ts";

/** One distribution of a site directory. */
export interface Distribution {
  readonly name: PackageName;
  /** As written; null only for a development install that does not say it. */
  readonly version: string | null;
  readonly origin: Origin;
  /** PEP 508 texts, with markers. */
  readonly requirements: readonly string[];
  /** Asked for by the user (the REQUESTED file of PEP 376). */
  readonly isRequested: boolean;
  /** The tool that put it there (INSTALLER, PEP 376), in lower case; null where nothing says it. */
  readonly installer: string | null;
  /** Null for one from an index. */
  readonly directUrl: DirectUrl | null;
  /** Its files are somebody's working tree. */
  readonly isEditable: boolean;
}

/** A distribution, why there is none or why it may be another, and what a reader of the report should know. */
interface ReadDistribution {
  readonly distribution: Distribution | null;
  readonly gap: Gap | null;
  readonly notes: readonly string[];
}

/** Metadata with a long description is some 100 kB; the largest seen is below 1 MB. */
const METADATA_LIMIT = 8 * 1024 * 1024;
const SMALL_FILE_LIMIT = 256 * 1024;

/** Reads a `.dist-info`, an `.egg-info` (folder or file), or the EGG-INFO of an `.egg`; `entry` is its name. */
export async function readDistribution(
  tree: FileTree,
  path: string,
  entry: string,
): Promise<ReadDistribution> {
  const listed = await tree.list(path);
  const names = new Set(listed.kind === "directory" ? listed.entries.map(({ name }) => name) : []);
  const found = await findMetadata(tree, path, listed, names);
  const identity = identify(entry, found);
  if (identity.kind === "gap") return { distribution: null, gap: identity.gap, notes: [] };
  const { name, version, origin, notes, doubt } = identity;
  const beside = await readBeside(tree, path, names);
  const requirements = found.kind === "metadata" ? found.metadata.requirements : [];
  const distribution: Distribution = {
    name,
    version,
    origin,
    requirements: requirements.length > 0 ? requirements : beside.requirements,
    isRequested: names.has("REQUESTED"),
    installer: beside.installer,
    directUrl: beside.directUrl,
    isEditable: beside.directUrl?.isEditable ?? false,
  };
  return { distribution, gap: doubt, notes };
}

/** The first that is there and not empty, in the order of `importlib.metadata`; an egg-info may be the file itself. */
async function findMetadata(
  tree: FileTree,
  path: string,
  listed: ListResult,
  names: ReadonlySet<string>,
): Promise<FoundMetadata> {
  if (listed.kind !== "directory" && listed.kind !== "not-a-directory") {
    return { kind: "failure", path, failure: listed };
  }
  const inside = ["METADATA", "PKG-INFO"]
    .filter((name) => names.has(name))
    .map((name) => joinPath(path, name));
  let first: FoundMetadata | null = null;
  for (const candidate of listed.kind === "directory" ? inside : [path]) {
    const result = await tree.read(candidate, METADATA_LIMIT);
    const found: FoundMetadata =
      result.kind === "file"
        ? { kind: "metadata", path: candidate, metadata: parseMetadata(result.bytes) }
        : { kind: "failure", path: candidate, failure: result };
    if (result.kind === "file" && result.bytes.length > 0) return found;
    first ??= found;
  }
  return first ?? { kind: "failure", path, failure: { kind: "missing" } };
}

type Beside = Pick<Distribution, "installer" | "directUrl" | "requirements">;

async function readBeside(tree: FileTree, path: string, names: ReadonlySet<string>): Promise<Beside> {
  const textOf = async (name: string): Promise<string | null> => {
    if (!names.has(name)) return null;
    const result = await tree.read(joinPath(path, name), SMALL_FILE_LIMIT);
    return result.kind === "file" ? new TextDecoder().decode(result.bytes) : null;
  };
  const installer = await textOf("INSTALLER");
  const url = await textOf("direct_url.json");
  const requires = await textOf("requires.txt");
  return {
    installer: installer?.trim().toLowerCase() || null,
    directUrl: url === null ? null : parseDirectUrl(url),
    requirements: requires === null ? [] : parseRequiresText(requires),
  };
}
