import {
  DEFAULT_FILE_LIMIT,
  followLinks,
  type Entry,
  type FileTree,
  type Followed,
  type ListResult,
  type ReadResult,
  type Seen,
} from "../../../host/index.ts";

/** A file or a link of an archive. */
export type Member =
  | {
      readonly kind: "file";
      readonly size: number;
      /** At most `limit` bytes. */
      readonly read: (limit: number) => Promise<ReadResult>;
    }
  | { readonly kind: "link"; readonly target: string };

/** The members of an archive by path: relative, without empty parts, `.` and `..`. Folders are those that the paths name. */
export function memberTree(members: ReadonlyMap<string, Member>): FileTree {
  const folders = foldersOf(members.keys());
  const look = (path: string): Seen => {
    if (folders.has(path)) return { kind: "found", entry: "directory", size: 0 };
    const member = members.get(path);
    if (member === undefined) return { kind: "missing" };
    return member.kind === "file" ? { kind: "found", entry: "file", size: member.size } : member;
  };
  const follow = (path: string): Followed => followLinks(path, look);
  return {
    read: async (path, limit = DEFAULT_FILE_LIMIT) => readMember(members, follow(path), limit),
    list: async (path) => listFolder(folders, follow(path), { look, follow }),
    stat: async (path) => {
      const found = follow(path);
      return found.kind === "found" ? { kind: "found", entry: found.entry, size: found.size } : found;
    },
  };
}

type Folders = ReadonlyMap<string, ReadonlySet<string>>;

/** The names in each folder. A path that is a file and a folder counts as a folder. */
function foldersOf(paths: Iterable<string>): Folders {
  const folders = new Map<string, Set<string>>([["", new Set()]]);
  for (const path of paths) {
    for (let end = path.length; end > 0;) {
      const slash = path.lastIndexOf("/", end - 1);
      const folder = path.slice(0, Math.max(slash, 0));
      const known = folders.get(folder);
      const names = known ?? new Set();
      names.add(path.slice(slash + 1, end));
      if (known !== undefined) break;
      folders.set(folder, names);
      end = slash;
    }
  }
  return folders;
}

async function readMember(
  members: ReadonlyMap<string, Member>,
  found: Followed,
  limit: number,
): Promise<ReadResult> {
  if (found.kind !== "found") return found;
  const member = members.get(found.path);
  if (found.entry !== "file" || member?.kind !== "file") return { kind: "not-a-file" };
  if (found.size > limit) return { kind: "too-large", size: found.size, limit };
  return member.read(limit);
}

interface Looks {
  readonly look: (path: string) => Seen;
  readonly follow: (path: string) => Followed;
}

function listFolder(folders: Folders, found: Followed, { look, follow }: Looks): ListResult {
  if (found.kind !== "found") return found;
  const names = folders.get(found.path);
  if (names === undefined) return { kind: "not-a-directory" };
  const entries = [...names].toSorted().map((name): Entry => {
    const path = found.path === "" ? name : `${found.path}/${name}`;
    const target = follow(path);
    const kind = target.kind === "found" ? target.entry : "other";
    return { name, kind, isLink: look(path).kind === "link" };
  });
  return { kind: "directory", entries };
}
