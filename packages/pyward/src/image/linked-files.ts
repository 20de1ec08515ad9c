import type { LayerProblem } from "./apply-members.ts";
import type { OpenedBlob } from "./blob-store.ts";

/** The files that an image was saved as: of a folder or of an archive. */
export interface ImageFiles {
  has(path: string): Promise<boolean>;
  open(path: string): Promise<OpenedBlob>;
  /** Why not all of them can be seen; null: nothing is wrong. */
  readonly problem: LayerProblem | null;
}

/** What an archive holds under a name: a file that `at` finds again, or a link (old `docker save` has them for layers). */
export type ArchivedFile<At> =
  | { readonly kind: "file"; readonly size: number; readonly at: At }
  | { readonly kind: "symlink" | "hardlink"; readonly target: string };

const MOST_LINKS = 40;

/** The file behind a name and its links; null where there is none. */
export function behindLinks<At>(
  files: ReadonlyMap<string, ArchivedFile<At>>,
  path: string,
): Extract<ArchivedFile<At>, { kind: "file" }> | null {
  let name = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const file = files.get(name);
    if (file === undefined) return null;
    if (file.kind === "file") return file;
    const folder = file.kind === "symlink" ? name.split("/").slice(0, -1) : [];
    const joined = joinNames(folder, file.target);
    if (joined === null) return null;
    name = joined;
  }
  return null;
}

function joinNames(folder: readonly string[], target: string): string | null {
  const names = target.startsWith("/") ? [] : [...folder];
  for (const name of target.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.join("/");
}

/** `./index.json` is `index.json`. */
export function nameOf(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "");
}

/** Of the pieces, or that there is no such file. */
export function opened(pieces: AsyncIterable<Uint8Array> | null): OpenedBlob {
  return pieces === null ? { kind: "missing" } : { kind: "blob", pieces };
}
