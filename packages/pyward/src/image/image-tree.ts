import {
  DEFAULT_FILE_LIMIT,
  type Entry,
  type EntryKind,
  type FileTree,
  type ListResult,
  type ReadFailure,
  type ReadResult,
} from "../host/index.ts";
import { resolvePath, type ImageFolder, type ImageNode, type Resolved } from "./nodes.ts";

/** A merged image as a tree. Links are followed as a process in the image would: its root is the root. */
export function imageTree(root: ImageFolder): FileTree {
  const follow = (path: string): Resolved => resolvePath(root, path.split("/"));
  return {
    read: async (path, limit = DEFAULT_FILE_LIMIT) => readNode(follow(path), limit),
    list: async (path) => listNode(root, follow(path)),
    stat: async (path) => {
      const found = follow(path);
      if (found.kind !== "found") return failureOf(found);
      if (found.node.kind === "failure") return { kind: "unreadable", reason: found.node.reason };
      return { kind: "found", entry: entryKind(found.node), size: sizeOf(found.node) };
    },
  };
}

/** The index of the layer that has put a file or folder there; null where there is none. */
export function layerAt(root: ImageFolder, path: string): number | null {
  const found = resolvePath(root, path.split("/"));
  return found.kind === "found" ? found.node.layer : null;
}

function readNode(found: Resolved, limit: number): ReadResult {
  if (found.kind !== "found") return failureOf(found);
  const { node } = found;
  if (node.kind === "failure") return { kind: "unreadable", reason: node.reason };
  if (node.kind !== "file") return { kind: "not-a-file" };
  if (node.size > limit) return { kind: "too-large", size: node.size, limit };
  return node.bytes === null
    ? { kind: "unreadable", reason: "of this file of the image only its name was kept" }
    : { kind: "file", bytes: node.bytes };
}

function listNode(root: ImageFolder, found: Resolved): ListResult {
  if (found.kind !== "found") return failureOf(found);
  const { node, path } = found;
  if (node.kind === "failure") return { kind: "unreadable", reason: node.reason };
  if (node.kind !== "directory") return { kind: "not-a-directory" };
  const entries = [...node.children].map(([name, child]): Entry => {
    if (child.kind !== "link") return { name, kind: entryKind(child), isLink: false };
    const target = resolvePath(root, [...path, name]);
    return { name, kind: target.kind === "found" ? entryKind(target.node) : "other", isLink: true };
  });
  return { kind: "directory", entries: entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

function entryKind({ kind }: ImageNode): EntryKind {
  return kind === "directory" ? "directory" : kind === "file" || kind === "failure" ? "file" : "other";
}

function sizeOf(node: ImageNode): number {
  return node.kind === "file" ? node.size : 0;
}

function failureOf(found: Exclude<Resolved, { kind: "found" }>): ReadFailure {
  return found.kind === "missing" ? { kind: "missing" } : { kind: "unreadable", reason: "a loop of links" };
}
