import type { FileTree } from "../../host/index.ts";
import { makeInventory, type Inventory } from "../../model/index.ts";
import { assemble } from "../shared/assemble.ts";
import { readPixiManifest, type PixiReading } from "../shared/conda/pixi-manifest.ts";
import { readToml } from "../shared/read-toml.ts";
import type { Source, Target } from "../shared/source.ts";
import { meta } from "./meta.ts";

/** What a pixi workspace asks for of PyPI. */
export const pixiToml: Source = { meta, read };

async function read(tree: FileTree, { path }: Target): Promise<Inventory> {
  const toml = await readToml(tree, path);
  if (toml.kind === "gap") return makeInventory({ gaps: [toml.gap] });
  const reading: PixiReading = { file: toml.file, path, entries: [], gaps: [] };
  readPixiManifest(toml.file.root, reading);
  return makeInventory({ dependencies: assemble(reading.entries, "declared"), gaps: reading.gaps });
}
