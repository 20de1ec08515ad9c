import type { FileTree } from "../../../host/index.ts";

/** Where dpkg, apk and rpm keep their databases, from the root of their system. */
const DATABASES = [
  "var/lib/dpkg",
  "lib/apk/db/installed",
  "usr/lib/apk/db/installed",
  "var/lib/rpm",
  "usr/lib/sysimage/rpm",
  "usr/share/rpm",
];

/** Whether the tree is the root of a system that may own packages. The readers of databases are loaded only then. */
export async function isSystem(tree: FileTree): Promise<boolean> {
  for (const path of DATABASES) if ((await tree.stat(path)).kind !== "missing") return true;
  return false;
}
