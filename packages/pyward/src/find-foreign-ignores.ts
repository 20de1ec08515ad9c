import type { ForeignIgnore } from "./config/foreign-commands.ts";
import {
  mayIgnore,
  readForeignIgnores,
  type ForeignIgnores,
  type NotImported,
} from "./config/foreign-ignores.ts";
import type { FileTree } from "./host/index.ts";
import { joinPath } from "./model/index.ts";

export type { ForeignIgnore, ForeignIgnores };

/** Of a configuration or a script; more is generated. */
const LIMIT = 1024 * 1024;
const MOST_FILES = 2000;
/** Where commands and other tools' configuration lie: the folder itself, these, and the folders right below it. */
const HIDDEN = [".github", ".github/workflows", ".github/actions", ".circleci"];

/**
 * What the files of a folder tell other auditors to ignore, in the order of their paths; each id once, as its first place
 * says it, or as the one does that gives a reason.
 */
export async function findForeignIgnores(tree: FileTree, folder: string): Promise<ForeignIgnores> {
  const ignores = new Map<string, ForeignIgnore>();
  const left: NotImported[] = [];
  for (const path of await pathsIn(tree, folder)) {
    const inside = folder === "" ? path : path.slice(folder.length + 1);
    const read = await tree.read(path, LIMIT);
    if (read.kind !== "file") {
      left.push({ path: inside, line: 1, why: `it could not be read: ${read.kind}` });
      continue;
    }
    const found = readForeignIgnores(inside, new TextDecoder().decode(read.bytes));
    left.push(...found.left);
    for (const ignore of found.ignores) {
      const key = ignore.id.toUpperCase();
      const known = ignores.get(key);
      if (known === undefined || (known.reason === null && ignore.reason !== null)) ignores.set(key, ignore);
    }
  }
  return { ignores: [...ignores.values()], left };
}

async function pathsIn(tree: FileTree, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const list = async (inside: string): Promise<readonly string[]> => {
    const listed = await tree.list(joinPath(folder, inside));
    if (listed.kind !== "directory") return [];
    const folders: string[] = [];
    for (const { name, kind } of listed.entries) {
      const path = inside === "" ? name : `${inside}/${name}`;
      if (kind === "directory") folders.push(path);
      else if (kind === "file" && mayIgnore(path) && found.length < MOST_FILES)
        found.push(joinPath(folder, path));
    }
    return folders;
  };
  const below = await list("");
  const open = below.filter((name) => !name.startsWith(".") && name !== "node_modules");
  for (const path of [...open, ...HIDDEN]) {
    const deeper = await list(path);
    // An action of its own lies in a folder of its own.
    if (path === ".github/actions") for (const action of deeper) await list(action);
  }
  return found.toSorted((a, b) => (a < b ? -1 : 1));
}
