import { deflateSync } from "node:zlib";
import type { ByteSource, Entry, GitFiles, ListResult, RepositoryFiles } from "../host/index.ts";
import { idOf, type ObjectType } from "./object-id.ts";

/** For tests: what a git directory holds, by path. */
export type GitDirectory = Map<string, Uint8Array>;

/** Writes a loose object and gives its id. */
export function writeObject(into: GitDirectory, type: ObjectType, content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  const id = idOf("sha1", type, bytes);
  const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
  into.set(`objects/${id.slice(0, 2)}/${id.slice(2)}`, deflateSync(whole));
  return id;
}

/** One line of a tree. */
export interface WrittenEntry {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

/** Writes a tree as it is told, whatever git thinks of it. */
export function writeTree(into: GitDirectory, entries: readonly WrittenEntry[]): string {
  const lines = entries.map(({ mode, name, id }) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]),
  );
  return writeObject(into, "tree", Buffer.concat(lines));
}

/** Writes nested trees; a path that ends in "/" is an empty folder. */
export function writeFiles(
  into: GitDirectory,
  files: Readonly<Record<string, string | { readonly link: string }>>,
): string {
  const below = Map.groupBy(Object.entries(files), ([path]) => path.split("/")[0] ?? "");
  const entries = [...below].map(([name, inside]): WrittenEntry => {
    const [path, file] = inside[0] ?? ["", ""];
    if (path !== name) {
      const rest = inside.map(([whole, content]) => [whole.slice(name.length + 1), content] as const);
      return {
        mode: "40000",
        name,
        id: writeFiles(into, Object.fromEntries(rest.filter(([left]) => left !== ""))),
      };
    }
    return typeof file === "string"
      ? { mode: "100644", name, id: writeObject(into, "blob", file) }
      : { mode: "120000", name, id: writeObject(into, "blob", file.link) };
  });
  return writeTree(into, entries);
}

/** Writes a commit and gives its id. */
export function writeCommit(into: GitDirectory, tree: string, parents: readonly string[] = []): string {
  const who = "A <a@b.example> 1700000000 +0000";
  const header = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  return writeObject(into, "commit", `${header.join("\n")}\n\nmessage\n`);
}

/** The repository in memory. */
export function repositoryFiles(directory: GitDirectory): RepositoryFiles {
  const files = gitFiles(directory);
  return { own: files, common: files, stores: [{ files, prefix: "objects/" }], remarks: [] };
}

function gitFiles(directory: GitDirectory): GitFiles {
  return {
    read: (path) => {
      const bytes = directory.get(path);
      return bytes === undefined ? { kind: "missing" } : { kind: "file", bytes };
    },
    list: (path): ListResult => {
      const inside = [...directory.keys()].filter((key) => key.startsWith(`${path}/`));
      if (inside.length === 0) return { kind: "missing" };
      const entries = Map.groupBy(inside, (key) => key.slice(path.length + 1).split("/")[0] ?? "");
      return {
        kind: "directory",
        entries: [...entries].map(([name, [first]]): Entry => {
          const kind = first === `${path}/${name}` ? "file" : "directory";
          return { name, kind, isLink: false };
        }),
      };
    },
    open: (path): ByteSource | null => {
      const bytes = directory.get(path);
      if (bytes === undefined) return null;
      return {
        size: bytes.length,
        read: (offset, length) => {
          if (offset + length > bytes.length) throw new RangeError("past the end");
          return bytes.subarray(offset, offset + length);
        },
        close: () => undefined,
      };
    },
  };
}
