import type { FileTree } from "../../host/index.ts";
import {
  fileOrigin,
  makeDependency,
  makeGap,
  makeInventory,
  type Dependency,
  type Gap,
  type Inventory,
} from "../../model/index.ts";
import { parseWheelFilename } from "../../python/index.ts";
import type { Target } from "../shared/source.ts";

/** The wheels of a folder, each known by its name (PEP 427), which installers trust as well. */
export async function readWheels(tree: FileTree, { path }: Target): Promise<Inventory> {
  const listed = await tree.list(path);
  if (listed.kind !== "directory") {
    const reason = `the folder of bundled wheels cannot be listed (${listed.kind})`;
    return makeInventory({ gaps: [makeGap({ code: "unreadable", reason, origin: fileOrigin(path) })] });
  }
  const dependencies = new Map<string, Dependency>();
  const gaps: Gap[] = [];
  for (const { name } of listed.entries) {
    if (!name.endsWith(".whl")) continue;
    const origin = fileOrigin(path === "" ? name : `${path}/${name}`);
    const wheel = parseWheelFilename(name);
    if (!wheel.ok) {
      const reason = "the name of the wheel does not say which release it is";
      gaps.push(makeGap({ code: "unparsable-file", reason, origin }));
      continue;
    }
    const version = name.split("-")[1] ?? "";
    const dependency = makeDependency({
      name: wheel.value.name,
      version,
      pin: "exact",
      basis: "installed",
      source: { type: "unknown", url: null },
      scopes: ["tooling"],
      origins: [origin],
    });
    const known = dependencies.get(dependency.key);
    const origins = [...(known?.origins ?? []), origin];
    dependencies.set(dependency.key, { ...dependency, origins });
  }
  return makeInventory({ dependencies: [...dependencies.values()], gaps });
}
