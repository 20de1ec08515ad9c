import { fileOrigin, makeGap, makeInventory, type Gap, type Inventory } from "../../model/index.ts";
import { assembleLock } from "../shared/conda/assemble-lock.ts";
import { readPackageList } from "../shared/conda/package-list.ts";
import type { YamlFile } from "../shared/read-yaml.ts";
import { textAt, valueAt } from "../shared/yaml-values.ts";

/** Turns a lock file of version 1, the one there is, into an inventory. */
export function readLock(file: YamlFile): Inventory {
  const { root, path } = file;
  if (root === null) return makeInventory({});
  const version = textAt(root, "version");
  if (version !== "1") {
    const shown =
      version !== null && /^[0-9]{1,4}$/.test(version)
        ? `is of version ${version}`
        : "does not say its version";
    return refused(file, "unsupported-format", `the lock ${shown}; pyward reads version 1`);
  }
  const list = valueAt(root, "package");
  if (list?.kind === "list") return assembleLock(path, readPackageList(file));
  return list === null || list.kind === "null"
    ? makeInventory({})
    : refused(file, "unparsable-file", "its list of packages is no list");
}

function refused(file: YamlFile, code: Gap["code"], reason: string): Inventory {
  const at = file.root?.kind === "map" ? file.root.entries.get("version")?.key : undefined;
  const origin = at === undefined ? fileOrigin(file.path) : file.originAt(at);
  return makeInventory({ gaps: [makeGap({ code, reason, origin })] });
}
