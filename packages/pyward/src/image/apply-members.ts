import type { TarMember } from "../archive/tar/index.ts";
import type { GapCode } from "../model/index.ts";
import {
  BEHIND_A_LOOP,
  clearPath,
  dropPath,
  findPath,
  hidePath,
  putFolder,
  putLeaf,
  type LayeredTree,
} from "./layered-tree.ts";
import type { ImageLeaf } from "./nodes.ts";
import { isPythonFolder, keepForPython } from "./python-files.ts";

/** Something of a layer that could not be used, in a sentence about the layer. */
export interface LayerProblem {
  readonly code: GapCode;
  readonly reason: string;
}

/** A hard link to a file of which nothing was kept when it came by: what stands for it until the layer is read again. */
export interface AwaitedLink {
  readonly names: readonly string[];
  readonly target: string;
  readonly leaf: ImageLeaf;
}

export interface AppliedLayer {
  readonly problems: readonly LayerProblem[];
  readonly awaited: readonly AwaitedLink[];
  readonly entries: number;
  /** The tar could not be read to its end, which one of the problems says. */
  readonly isCutShort: boolean;
}

/** Puts the members of layer number `layer` on the tree, in their order. */
export async function applyMembers(
  tree: LayeredTree,
  members: AsyncIterable<TarMember>,
  layer: number,
): Promise<AppliedLayer> {
  const first = new Map<string, LayerProblem & { count: number }>();
  const report = (code: GapCode, reason: string): void => {
    const known = first.get(code);
    if (known === undefined) first.set(code, { code, reason, count: 1 });
    else known.count += 1;
  };
  const awaited: AwaitedLink[] = [];
  let entries = 0;
  for await (const member of members) {
    entries += 1;
    if (member.kind === "unreadable" && member.path === "") {
      first.set("", { ...tarProblem(member), count: 1 });
      continue;
    }
    const names = namesOf(member.path);
    if (names === null) report("outside-root", "it has a name that leads out of the image");
    else if (names.length > 0) {
      const problem = applyMember({ tree, layer, awaited }, names, member);
      if (problem !== null) report(problem.code, problem.reason);
    }
  }
  const problems = [...first.values()].map(({ code, reason, count }) => ({
    code,
    reason: count === 1 ? reason : `${reason}, and ${count - 1} more like it`,
  }));
  return { problems, awaited, entries, isCutShort: first.has("") };
}

/** Why a tar could not be read to its end. */
export function tarProblem({ code, reason }: Extract<TarMember, { kind: "unreadable" }>): LayerProblem {
  return { code: CODES[code], reason };
}

const CODES = {
  damaged: "unreadable",
  "too-large": "limit-exceeded",
  unsupported: "unsupported-format",
} as const;

interface Applying {
  readonly tree: LayeredTree;
  readonly layer: number;
  readonly awaited: AwaitedLink[];
}

/** The names on the way to a member; null where `..` is among them, which no tool that makes layers writes. */
function namesOf(path: string): readonly string[] | null {
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  return names.includes("..") ? null : names;
}

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
/** What AUFS keeps for itself; nothing of an image has such a name. */
const AUFS = ".wh..wh.";

function applyMember(applying: Applying, names: readonly string[], member: TarMember): LayerProblem | null {
  const { tree, layer } = applying;
  const name = names.at(-1) ?? "";
  if (name.startsWith(WHITEOUT)) {
    const folder = names.slice(0, -1);
    const hidden = name.slice(WHITEOUT.length);
    if (name === OPAQUE) clearPath(tree, folder, layer);
    else if (["", ".", ".."].includes(hidden))
      return { code: "outside-root", reason: "it removes a folder above" };
    else if (!name.startsWith(AUFS)) hidePath(tree, [...folder, hidden], layer);
    return null;
  }
  const problem = place(applying, names, member);
  if (problem === null) return null;
  return { code: problem === BEHIND_A_LOOP ? "unreadable" : "limit-exceeded", reason: problem };
}

/** Null, or why it is not on the tree. */
function place(applying: Applying, names: readonly string[], member: TarMember): string | null {
  const { tree, layer } = applying;
  const path = names.join("/");
  switch (member.kind) {
    case "directory":
      return putFolder(tree, names, { layer, matters: isPythonFolder(path) });
    case "symlink":
      return putLeaf(tree, names, { kind: "link", layer, target: member.target });
    case "hardlink":
      return placeHardLink(applying, names, member.target);
    case "file": {
      const { size, bytes } = member;
      if (keepForPython(path) !== "nothing")
        return putLeaf(tree, names, { kind: "file", layer, size, bytes });
      break;
    }
    case "other":
      if (keepForPython(path) !== "nothing") return putLeaf(tree, names, { kind: "other", layer });
      break;
    case "unreadable":
      return putLeaf(tree, names, { kind: "failure", layer, reason: member.reason });
    default:
      return member satisfies never;
  }
  dropPath(tree, names);
  return null;
}

function placeHardLink(
  { tree, layer, awaited }: Applying,
  names: readonly string[],
  target: string,
): string | null {
  const path = names.join("/");
  const keep = keepForPython(path);
  const targetNames = namesOf(target);
  const found = targetNames === null ? null : findPath(tree, targetNames);
  if (found?.kind === "link") return putLeaf(tree, names, { ...found, layer });
  if (keep === "nothing") {
    dropPath(tree, names);
    return null;
  }
  if (found !== null && found.kind !== "directory" && (found.kind !== "file" || found.bytes !== null))
    return putLeaf(tree, names, { ...found, layer });
  if (keep === "name") return putLeaf(tree, names, { kind: "file", layer, size: 0, bytes: null });
  const reason =
    targetNames === null
      ? "a hard link that leads out of the image"
      : "a hard link to a file that is not there";
  const leaf: ImageLeaf = { kind: "failure", layer, reason };
  if (targetNames !== null) awaited.push({ names, target: targetNames.join("/"), leaf });
  return putLeaf(tree, names, leaf);
}

/** The second reading of a layer, for the contents that hard links wait for. */
export async function fulfil(
  tree: LayeredTree,
  members: AsyncIterable<TarMember>,
  awaited: readonly AwaitedLink[],
): Promise<void> {
  const byTarget = Map.groupBy(awaited, ({ target }) => target);
  for await (const member of members) {
    if (member.kind !== "file" || member.bytes === null) continue;
    const { size, bytes } = member;
    for (const { names, leaf } of byTarget.get(namesOf(member.path)?.join("/") ?? "") ?? [])
      // Something else may lie there by now.
      if (findPath(tree, names) === leaf)
        putLeaf(tree, names, { kind: "file", layer: leaf.layer, size, bytes });
  }
}
