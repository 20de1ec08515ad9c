import { encodeName } from "../host/index.ts";
import { DamagedObject } from "./inflate.ts";
import { hex, isObjectId } from "./object-id.ts";

/** What a commit or an annotated tag leads to. */
export interface CommitFacts {
  readonly tree: string;
  readonly parents: readonly string[];
}

export interface TreeEntry {
  readonly name: string;
  readonly kind: "file" | "directory" | "link" | "submodule" | "other";
  readonly id: string;
}

export interface ParsedTree {
  /** By name. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Names that no file can have, and those that stand there twice. */
  readonly odd: readonly string[];
}

/** Reads the header of a commit: `tree`, then its parents, in their order. Throws DamagedObject. */
export function parseCommit(bytes: Uint8Array): CommitFacts {
  const header = headerLines(bytes);
  const tree = /^tree ([0-9a-f]+)$/.exec(header[0] ?? "")?.[1] ?? "";
  if (!isObjectId(tree)) throw new DamagedObject("a commit does not say its tree");
  const parents: string[] = [];
  for (const line of header.slice(1)) {
    const parent = /^parent ([0-9a-f]+)$/.exec(line)?.[1];
    if (parent === undefined || !isObjectId(parent)) break;
    parents.push(parent);
  }
  return { tree, parents };
}

/** When it was committed, in seconds; 0 where the commit does not say it. */
export function commitTime(bytes: Uint8Array): number {
  const line = headerLines(bytes).find((one) => one.startsWith("committer ")) ?? "";
  return Number(/ (\d{1,12}) [+-]\d{4}$/.exec(line)?.[1] ?? 0);
}

/** The id of what a tag is put on. Throws DamagedObject. */
export function parseTag(bytes: Uint8Array): string {
  const id = /^object ([0-9a-f]+)$/.exec(headerLines(bytes)[0] ?? "")?.[1] ?? "";
  if (!isObjectId(id)) throw new DamagedObject("a tag does not say what it is put on");
  return id;
}

function headerLines(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 65_536)).toString("latin1");
  const end = text.indexOf("\n\n");
  return (end === -1 ? text : text.slice(0, end)).split("\n");
}

/** Reads a tree: "mode name\0id" again and again (gitformat-pack(5), git-mktree(1)). Throws DamagedObject. */
export function parseTree(bytes: Uint8Array, width: number): ParsedTree {
  const entries = new Map<string, TreeEntry>();
  const odd: string[] = [];
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(0x20, at);
    const end = buffer.indexOf(0, space + 1);
    if (space === -1 || space - at > 6 || end === -1 || end + 1 + width > buffer.length)
      throw new DamagedObject("a folder's list of names is damaged");
    const name = encodeName(buffer.subarray(space + 1, end));
    const kind = kindOf(buffer.toString("latin1", at, space));
    const id = hex(buffer.subarray(end + 1, end + 1 + width));
    if (isImpossible(name) || entries.has(name)) odd.push(name);
    else entries.set(name, { name, kind, id });
    at = end + 1 + width;
  }
  return { entries, odd };
}

/** git refuses to check such a path out; `.git` is among them in any case of its letters. */
function isImpossible(name: string): boolean {
  return name === "" || name === "." || name === ".." || name.includes("/") || name.toLowerCase() === ".git";
}

const KINDS: readonly (readonly [RegExp, TreeEntry["kind"]])[] = [
  [/^0?40000$/, "directory"],
  [/^100[0-7]{3}$/, "file"],
  [/^120000$/, "link"],
  [/^160000$/, "submodule"],
];

function kindOf(mode: string): TreeEntry["kind"] {
  return KINDS.find(([pattern]) => pattern.test(mode))?.[1] ?? "other";
}
