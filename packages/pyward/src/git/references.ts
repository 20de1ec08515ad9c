import { DEFAULT_FILE_LIMIT, type GitFiles, type RepositoryFiles } from "../host/index.ts";
import { isObjectId } from "./object-id.ts";

/** The names of a repository. */
export interface References {
  /** The id behind a full name such as `refs/heads/main` or `HEAD`; null: it leads nowhere. */
  resolve(name: string): string | null;
  /** Short names of branches and tags, sorted. */
  names(): readonly string[];
  /** They are kept in a format that is not read. */
  readonly isUnknownFormat: boolean;
}

const MOST_NAMES = 50_000;
const DEEPEST = 16;
/** As many steps as git takes (`SYMREF_MAXDEPTH`). */
const MOST_STEPS = 5;

export function openReferences({ own, common }: RepositoryFiles): References {
  let packed: ReadonlyMap<string, string> | null = null;
  const packedNames = (): ReadonlyMap<string, string> => (packed ??= readPackedNames(common));
  const resolve = (name: string, steps: number): string | null => {
    if (steps > MOST_STEPS || !isReferenceName(name)) return null;
    const read = (isOfOneTree(name) ? own : common).read(name, 4096);
    const text = read.kind === "file" ? Buffer.from(read.bytes).toString("latin1") : "";
    const target = /^ref:\s*(\S+)\s*$/.exec(text)?.[1];
    if (target !== undefined) return resolve(target, steps + 1);
    const id = /^([0-9a-f]+)(?:\s|$)/.exec(text)?.[1] ?? "";
    return isObjectId(id) ? id : (packedNames().get(name) ?? null);
  };
  return {
    resolve: (name) => resolve(name, 0),
    names: () => {
      const all = new Set(packedNames().keys());
      collect(common, "refs", all);
      return [...all].flatMap((name) => shortName(name) ?? []).toSorted();
    },
    isUnknownFormat: common.list("reftable").kind === "directory",
  };
}

/** gitrepository-layout(5): these and `HEAD` belong to one working tree, the others to all. */
function isOfOneTree(name: string): boolean {
  return !name.startsWith("refs/") || /^refs\/(?:bisect|worktree|rewritten)\//.test(name);
}

/** git-check-ref-format(1). What is none is never looked for, so that no name leads out of `refs`. */
function isReferenceName(name: string): boolean {
  if (/^(?:[A-Z]+_)*HEAD$/.test(name)) return true;
  return (
    name.startsWith("refs/") &&
    name.length < 1000 &&
    // eslint-disable-next-line no-control-regex
    !/[\u0000-\u0020\u007F~^:?*[\\]|@\{|\.\.|\/\/|\/\.|\.lock(?:\/|$)|[/.]$/.test(name)
  );
}

/** "id name" a line; "^id" says what the tag before it is put on, which the tag says as well. */
function readPackedNames(common: GitFiles): ReadonlyMap<string, string> {
  const read = common.read("packed-refs", DEFAULT_FILE_LIMIT);
  const found = new Map<string, string>();
  if (read.kind !== "file") return found;
  for (const line of Buffer.from(read.bytes).toString("utf8").split("\n")) {
    const [, id = "", name = ""] = /^([0-9a-f]{40,64}) (\S+)$/.exec(line) ?? [];
    if (isObjectId(id) && isReferenceName(name)) found.set(name, id);
  }
  return found;
}

function collect(files: GitFiles, root: string, into: Set<string>): void {
  const pending = [{ path: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined && into.size < MOST_NAMES; next = pending.pop()) {
    const listed = files.list(next.path);
    for (const { name, kind, isLink } of listed.kind === "directory" ? listed.entries : []) {
      const path = `${next.path}/${name}`;
      if (kind === "file") into.add(path);
      else if (kind === "directory" && !isLink && next.depth < DEEPEST)
        pending.push({ path, depth: next.depth + 1 });
    }
  }
}

function shortName(name: string): string | null {
  return /^refs\/(?:tags|heads|remotes)\/(.+)$/.exec(name)?.[1] ?? null;
}
