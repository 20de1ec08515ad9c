import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { isPatchFile, readPatches } from "./advisory-index/patches/read-patches.ts";
import { readRecords } from "./feeds/shared/read-records.ts";
import type { FileTree } from "./host/index.ts";
import { memoryTree } from "./host/memory/index.ts";
import { isObject, PywardError } from "./model/index.ts";

/** Where a team keeps its own advisories. */
export interface OwnAdvisories {
  readonly tree: FileTree;
  readonly path: string;
  /** What their records are said to be from. */
  readonly feed: string;
  /** As it was named. */
  readonly title: string;
  /** It comes from what is audited: what could take a finding away does not count. */
  readonly onlyAdds?: true;
}

/** What a repository brings is some kilobytes; of an archive nobody knows before how much it holds. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_RECORDS = 10_000;
/** More ids than this are counted, not listed. */
const LISTED = 10;

/**
 * The advisories that what is audited brings itself, as far as they add findings. A patch could hide one, and so could a record that joins a public one: the
 * finding of both would be disputed, or waived by the other's id. So patches and records with a public id are left out, and a record that calls itself the same as
 * a public one stands by itself. All of it is said. `place`: null where nothing is left. Throws PywardError `bad-database`.
 */
export async function onlyAdding(
  own: OwnAdvisories,
  index: AdvisoryIndex,
): Promise<{ readonly place: OwnAdvisories | null; readonly notes: readonly string[] }> {
  const isKnown = (id: string): boolean => index.packagesOf(id).length > 0;
  const [records, patched, known, alone]: [unknown[], string[], string[], string[]] = [[], [], [], []];
  for await (const raw of readRecords(await bounded(own), own.path)) {
    if (raw.kind === "unreadable")
      throw new PywardError("bad-database", `${raw.file} of ${own.title} cannot be read: ${raw.reason}`);
    const { value } = raw;
    if (isPatchFile(value)) patched.push(...readPatches(value, raw.file).map(({ id }) => id));
    else if (idsOf(value, "id").some(isKnown)) known.push(...idsOf(value, "id"));
    else if (isObject(value) && idsOf(value, "aliases").some(isKnown)) {
      alone.push(...idsOf(value, "id"));
      records.push({ ...value, aliases: [] });
    } else records.push(value);
    if (records.length > MOST_RECORDS)
      throw new PywardError("bad-database", `${own.title} has more than ${MOST_RECORDS} advisories`);
  }
  const notes = [
    ...told(patched, `patches of ${own.title} do not count`),
    ...told(known, `records of ${own.title} with the id of a public one do not count`),
    ...told(alone, `records of ${own.title} stand by themselves and are not joined with public ones`),
  ];
  const tree = memoryTree({ "advisories.json": JSON.stringify({ vulns: records }) });
  return { place: records.length === 0 ? null : { ...own, tree, path: "advisories.json" }, notes };
}

function told(ids: readonly string[], what: string): readonly string[] {
  if (ids.length === 0) return [];
  const more = ids.length > LISTED ? ` and ${ids.length - LISTED} more` : "";
  return [
    `${what}, because a repository brings them: ${ids.slice(0, LISTED).join(", ")}${more}; --advisories or your own configuration can take them`,
  ];
}

function idsOf(value: unknown, key: "id" | "aliases"): readonly string[] {
  const found = isObject(value) ? value[key] : null;
  return (Array.isArray(found) ? found : [found]).filter((id): id is string => typeof id === "string");
}

async function bounded({ tree, path, title }: OwnAdvisories): Promise<FileTree> {
  const found = await tree.stat(path);
  if (found.kind === "found" && found.entry === "file") {
    const read = await tree.read(path, MOST_BYTES);
    if (read.kind === "file" && read.bytes[0] === 0x50 && read.bytes[1] === 0x4b)
      throw new PywardError(
        "bad-database",
        `${title} is an archive: a repository brings its advisories as files`,
      );
  }
  return { ...tree, read: (file, limit) => tree.read(file, Math.min(limit ?? MOST_BYTES, MOST_BYTES)) };
}
