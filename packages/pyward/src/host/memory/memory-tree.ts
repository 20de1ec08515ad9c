import {
  DEFAULT_FILE_LIMIT,
  type Entry,
  type FileTree,
  type ListResult,
  type ReadFailure,
  type ReadResult,
} from "../file-tree.ts";
import { followLinks, type Followed, type Seen } from "../follow-links.ts";

/**
 * What a path of a memory tree holds: text (UTF-8), bytes, a link, or a stand-in for what only a disk has: `special` is
 * a device or pipe, `size` a file that says so many bytes, `failure` what reading gives.
 */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly special: true }
  | { readonly size: number }
  | { readonly failure: ReadFailure };

/**
 * A tree of POSIX paths, with the links, bounds and failures of a real one; for tests. A path that ends in "/" is an
 * empty directory; an absolute link leads out of the root. `place` is where the tree lies on its machine.
 */
export function memoryTree(
  files: Readonly<Record<string, MemoryFile>>,
  place: string | null = null,
): FileTree {
  const nodes = plant(files);
  const follow = (path: string): Followed => followLinks(path, (inside) => look(nodes.get(inside)));
  return {
    read: async (path, limit = DEFAULT_FILE_LIMIT) => readFollowed(nodes, follow(path), limit),
    readRange: async (path, offset, length) => {
      const read = readFollowed(nodes, follow(path), Number.POSITIVE_INFINITY);
      if (read.kind !== "file") return read;
      return offset >= 0 && length >= 0 && offset + length <= read.bytes.length
        ? { kind: "file", bytes: read.bytes.slice(offset, offset + length) }
        : { kind: "unreadable", reason: "the file ends before what is asked for" };
    },
    list: async (path) => listFollowed(nodes, follow(path), follow),
    stat: async (path) => {
      const found = follow(path);
      return found.kind === "found" ? { kind: "found", entry: found.entry, size: found.size } : found;
    },
    pathOf: (absolutePath) =>
      place !== null && absolutePath.startsWith(`${place}/`) ? absolutePath.slice(place.length + 1) : null,
  };
}

type MemoryNode = MemoryFile | ReadonlySet<string>;
type Nodes = ReadonlyMap<string, MemoryNode>;

function plant(files: Readonly<Record<string, MemoryFile>>): Nodes {
  const directories = new Map<string, Set<string>>([["", new Set()]]);
  const leaves = new Map<string, MemoryNode>();
  for (const [path, file] of Object.entries(files)) {
    const isDirectory = path.endsWith("/");
    const names = path.split("/").filter((name) => name !== "");
    for (let depth = 0; depth < names.length; depth += 1) {
      const folder = names.slice(0, depth).join("/");
      const children = directories.get(folder) ?? new Set();
      directories.set(folder, children.add(names[depth] ?? ""));
    }
    const whole = names.join("/");
    if (!isDirectory) leaves.set(whole, file);
    else if (!directories.has(whole)) directories.set(whole, new Set());
  }
  return new Map<string, MemoryNode>([...leaves, ...directories]);
}

function look(node: MemoryNode | undefined): Seen {
  if (node === undefined) return { kind: "missing" };
  if (typeof node === "string") return { kind: "found", entry: "file", size: encode(node).length };
  if (node instanceof Uint8Array) return { kind: "found", entry: "file", size: node.length };
  if ("link" in node) return { kind: "link", target: node.link };
  if ("special" in node) return { kind: "found", entry: "other", size: 0 };
  if ("failure" in node) return node.failure;
  return { kind: "found", entry: isChildren(node) ? "directory" : "file", size: node.size };
}

function readFollowed(nodes: Nodes, found: Followed, limit: number): ReadResult {
  if (found.kind !== "found") return found;
  if (found.entry !== "file") return { kind: "not-a-file" };
  if (found.size > limit) return { kind: "too-large", size: found.size, limit };
  const node = nodes.get(found.path);
  if (node instanceof Uint8Array) return { kind: "file", bytes: node };
  return { kind: "file", bytes: typeof node === "string" ? encode(node) : new Uint8Array(found.size) };
}

function listFollowed(nodes: Nodes, found: Followed, follow: (path: string) => Followed): ListResult {
  if (found.kind !== "found") return found;
  const children = nodes.get(found.path);
  if (!isChildren(children)) return { kind: "not-a-directory" };
  const entries = [...children].toSorted().map((name): Entry => {
    const path = found.path === "" ? name : `${found.path}/${name}`;
    const target = follow(path);
    const isLink = look(nodes.get(path)).kind === "link";
    return { name, kind: target.kind === "found" ? target.entry : "other", isLink };
  });
  return { kind: "directory", entries };
}

function isChildren(node: MemoryNode | undefined): node is ReadonlySet<string> {
  return node instanceof Set;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
