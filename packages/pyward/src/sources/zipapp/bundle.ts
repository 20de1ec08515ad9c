import type { FileTree } from "../../host/index.ts";
import { fileOrigin, makeGap, type Gap } from "../../model/index.ts";
import type { Archive } from "../shared/archive/archive.ts";
import { mountTree } from "../shared/archive/mount-tree.ts";
import { inMemory, openZipBytes } from "../shared/archive/open-zip.ts";
import { harmless } from "../shared/harmless.ts";
import { isVendored } from "../shared/embedded/vendored-files.ts";

/** The folders of an application that hold distributions. */
export interface Bundle {
  /** With the wheels in it as folders: `.deps/a-1.0-py3-none-any.whl!`. */
  readonly tree: FileTree;
  /** In the order of the module path, as far as it is known: sorted. */
  readonly folders: readonly string[];
  readonly gaps: readonly Gap[];
}

/** As many distributions as no application has. */
const MAX_FOLDERS = 5000;
const MAX_WHEELS = 500;
const WHEEL_LIMIT = 64 * 1024 * 1024;

/**
 * Wherever there is metadata of a distribution: the root (zipapp), `site-packages` (shiv), a folder for each wheel in
 * `.deps` (pex), and the wheels themselves that pex keeps there when it is told not to install them. Copies in vendor
 * folders belong to what vendors them.
 */
export async function findBundle({ tree, files }: Archive): Promise<Bundle> {
  const folders = new Set<string>();
  const wheels: string[] = [];
  for (const file of files) {
    if (isVendored(file)) continue;
    const info = /^((?:.*\/)?)[^/]+\.(?:dist-info|egg-info)\//i.exec(file);
    if (info !== null) folders.add((info[1] ?? "").replace(/\/$/, ""));
    else if (/^\.deps\/[^/]+\.whl$/.test(file)) wheels.push(file);
  }
  const gaps: Gap[] = [];
  if (folders.size > MAX_FOLDERS || wheels.length > MAX_WHEELS) gaps.push(tooMany());
  const mounts = new Map<string, FileTree>();
  for (const wheel of wheels.slice(0, MAX_WHEELS)) await mount(tree, wheel, { mounts, gaps });
  const all = [...folders].toSorted().slice(0, MAX_FOLDERS);
  return { tree: mountTree(tree, mounts), folders: [...all, ...mounts.keys()], gaps };
}

interface Mounting {
  readonly mounts: Map<string, FileTree>;
  readonly gaps: Gap[];
}

async function mount(tree: FileTree, wheel: string, { mounts, gaps }: Mounting): Promise<void> {
  const read = await tree.read(wheel, WHEEL_LIMIT);
  if (read.kind !== "file") {
    const why = read.kind === "unreadable" ? harmless(read.reason) : read.kind;
    const code = read.kind === "too-large" ? "limit-exceeded" : "unreadable";
    gaps.push(
      makeGap({ code, reason: `the wheel in it cannot be read (${why})`, origin: fileOrigin(wheel) }),
    );
    return;
  }
  const opened = await openZipBytes(inMemory(read.bytes));
  const found = opened.kind === "gap" ? [opened.gap] : opened.archive.gaps;
  gaps.push(...found.map((gap) => ({ ...gap, origin: fileOrigin(wheel) })));
  if (opened.kind === "archive") mounts.set(`${wheel}!`, opened.archive.tree);
}

function tooMany(): Gap {
  const reason = `more than ${MAX_FOLDERS} folders or ${MAX_WHEELS} wheels with distributions: the rest was not looked at`;
  return makeGap({ code: "limit-exceeded", reason, origin: fileOrigin("") });
}
