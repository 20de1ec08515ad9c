import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { assemble } from "../shared/assemble.ts";
import { withBounds } from "../shared/bounds.ts";
import { readText } from "../shared/read-text.ts";
import { readSetupCfg } from "../shared/setup-cfg/parse.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";

/** What a project declares to setuptools in setup.cfg. */
export const setupCfg: Source = {
  meta,
  read,
  edit: async (request) =>
    (await import("./edit.ts")).editSetupCfg(request, await read(request.tree, request.target)),
};

async function read(tree: FileTree, target: Target): Promise<Inventory> {
  const file = await readText(tree, target.path, "setup.cfg");
  if (file.kind === "gap") return makeInventory({ gaps: [file.gap] });
  const { entries, gaps, requiresPython } = readSetupCfg(target.path, file.text);
  return makeInventory({
    dependencies: assemble(entries, "declared"),
    gaps,
    ...withBounds({ requiresPython }),
  });
}
