import { fileOrigin, makeGap, makeInventory, type Gap, type Inventory } from "../../model/index.ts";
import { assembleLock } from "../shared/conda/assemble-lock.ts";
import { readPackageList } from "../shared/conda/package-list.ts";
import type { YamlFile } from "../shared/read-yaml.ts";
import { textAt, valueAt } from "../shared/yaml-values.ts";
import { readEnvironments } from "./environments.ts";
import { readPackages } from "./packages.ts";

/** The first three versions are conda-lock's format with another number; the fourth brought environments. */
const LAST_LIST = 3;
const LAST_KNOWN = 7;

/** Turns a lock file into an inventory. */
export function readLock(file: YamlFile): Inventory {
  const { root, path } = file;
  if (root === null) return makeInventory({});
  const text = textAt(root, "version");
  const version = text !== null && /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : null;
  if (version === null) return refused(file, "unsupported-format", "the lock does not say its version");
  if (version > LAST_KNOWN) {
    const reason = `the lock is of version ${version}; pyward reads up to version ${LAST_KNOWN}`;
    return refused(file, "unsupported-format", reason);
  }
  const list = version <= LAST_LIST ? "package" : "packages";
  if (valueAt(root, list)?.kind !== "list") {
    // What locks nothing has an empty list or leaves it out.
    const isEmpty = valueAt(root, list) === null || valueAt(root, list)?.kind === "null";
    return isEmpty ? makeInventory({}) : refused(file, "unparsable-file", "its list of packages is no list");
  }
  if (version <= LAST_LIST) return assembleLock(path, readPackageList(file));
  return assembleLock(path, readPackages(file, readEnvironments(root)));
}

function refused(file: YamlFile, code: Gap["code"], reason: string): Inventory {
  const at = file.root?.kind === "map" ? file.root.entries.get("version")?.key : undefined;
  const origin = at === undefined ? fileOrigin(file.path) : file.originAt(at);
  return makeInventory({ gaps: [makeGap({ code, reason, origin })] });
}
