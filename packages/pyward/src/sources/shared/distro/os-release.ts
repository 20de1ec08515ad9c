import type { FileTree } from "../../../host/index.ts";
import type { OsRelease } from "../../../model/index.ts";

const LIMIT = 64 * 1024;

/** Which distribution the tree is the root of (os-release(5)); undefined where nothing says it. */
export async function readOsRelease(tree: FileTree): Promise<OsRelease | undefined> {
  for (const path of ["etc/os-release", "usr/lib/os-release"]) {
    const read = await tree.read(path, LIMIT);
    if (read.kind !== "file") continue;
    const text = new TextDecoder().decode(read.bytes);
    const id = valueOf(text, "ID").toLowerCase();
    if (id !== "") return { id, version: valueOf(text, "VERSION_ID") };
  }
  return undefined;
}

/** Assignments of a shell: quoted or not, the last one counts. */
function valueOf(text: string, name: string): string {
  const value = [...text.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].at(-1)?.[1]?.trim() ?? "";
  return value.replace(/^(["'])(.*)\1$/, "$2");
}
