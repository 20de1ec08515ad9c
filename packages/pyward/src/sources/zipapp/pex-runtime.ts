import { fileOrigin, makeDependency, type Inventory } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import type { Archive } from "../shared/archive/archive.ts";
import { embeddedIn } from "../shared/embedded/embedded.ts";
import { ARCHIVES } from "../shared/embedded/owner.ts";
import type { PexInfo } from "./pex-info.ts";

const BOOTSTRAP = ".bootstrap/";

/** The code of pex that starts the application, with the copies that it vendors: tooling, for the application imports none of it. */
export async function withRuntime(
  inventory: Inventory,
  { tree, files }: Archive,
  { version }: PexInfo,
): Promise<Inventory> {
  const own = files.filter((file) => file.startsWith(BOOTSTRAP));
  if (version === null || own.length === 0) return inventory;
  const runtime = makeDependency({
    key: `pex@${version} as runtime`,
    name: normalizeName("pex"),
    version,
    pin: "exact",
    basis: "installed",
    source: { type: "registry", url: null },
    scopes: ["tooling"],
    origins: [fileOrigin("PEX-INFO")],
  });
  const inner = await embeddedIn({
    dependency: runtime,
    tree,
    files: own,
    info: null,
    depth: 0,
    budget: { archives: ARCHIVES },
  });
  return {
    ...inventory,
    dependencies: [...inventory.dependencies, runtime, ...inner.dependencies],
    edges: [...inventory.edges, ...inner.edges],
    gaps: [...inventory.gaps, ...inner.gaps],
    notes: [...inventory.notes, ...inner.notes],
  };
}
