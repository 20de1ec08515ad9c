import type { FileTree } from "../../../host/index.ts";
import { makeInventory, type Inventory } from "../../../model/index.ts";
import { readText } from "../read-text.ts";
import type { Target } from "../source.ts";
import { toInventory } from "./inventory.ts";
import { parseSbom } from "./parse-sbom.ts";

/** Reads a target that is an SBOM. */
export async function readSbom(tree: FileTree, { path }: Target): Promise<Inventory> {
  const read = await readText(tree, path, "an SBOM");
  if (read.kind === "gap") return makeInventory({ gaps: [read.gap] });
  const parsed = await parseSbom(path, read.text);
  if (parsed.kind === "gap") return makeInventory({ gaps: [parsed.gap] });
  return toInventory(parsed.sbom, { path, originAt: parsed.originAt });
}
