import type { FileTree } from "../../host/index.ts";
import { fileOrigin, makeGap, makeInventory, type Gap, type Inventory } from "../../model/index.ts";
import { placedIn, type Archive } from "../shared/archive/archive.ts";
import { openZipFile } from "../shared/archive/open-zip.ts";
import { embeddedInInstalled } from "../shared/embedded/installed-owner.ts";
import { connect } from "../shared/installed/connect.ts";
import { onPath, type FoundIn, type Installed } from "../shared/installed/on-path.ts";
import { foundIn } from "../shared/installed/found-in.ts";
import { readSite } from "../shared/installed/site.ts";
import type { Target } from "../shared/source.ts";
import { findBundle, type Bundle } from "./bundle.ts";
import { readPexInfo } from "./pex-info.ts";
import { withRuntime } from "./pex-runtime.ts";

export async function readZipapp(tree: FileTree, { path }: Target): Promise<Inventory> {
  const opened = await openZipFile(tree, path);
  const inside =
    opened.kind === "gap" ? makeInventory({ gaps: [opened.gap] }) : await zipappInventory(opened.archive);
  return placedIn(path, inside);
}

/** What is bundled is installed, as far as Python is concerned: the folders of the archive are its module path. */
async function zipappInventory(archive: Archive): Promise<Inventory> {
  const bundle = await findBundle(archive);
  const pex = await readPexInfo(archive.tree);
  const { installed, gaps, notes } = await readBundle(bundle);
  const asked = installed.map((one) => ({ ...one, isRequested: pex.requested.has(one.name) }));
  const { dependencies, edges } = connect(asked);
  // Nothing seeds an application: a pip in it is part of it.
  const main = dependencies.map((one) => ({ ...one, scopes: ["main"] as const }));
  const inside = await embeddedInInstalled(bundle.tree, asked, main);
  const whole = makeInventory({
    dependencies: [...main, ...inside.dependencies],
    edges: [...edges, ...inside.edges],
    gaps: [...archive.gaps, ...bundle.gaps, ...pex.gaps, ...gaps, ...inside.gaps],
    notes: [...notes, ...inside.notes],
  });
  const complete = await withRuntime(whole, archive, pex);
  return main.length > 0 ? complete : { ...complete, gaps: [...complete.gaps, nothingIn(archive)] };
}

interface ReadBundle {
  readonly installed: readonly Installed[];
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

async function readBundle({ tree, folders }: Bundle): Promise<ReadBundle> {
  const found: FoundIn[] = [];
  const gaps: Gap[] = [];
  const notes: string[] = [];
  const visited = new Set<string>();
  for (const path of folders) {
    const site = await readSite({ tree, isWholeSystem: false, visited }, path);
    const directory = { path, python: null };
    found.push(...foundIn(site, directory));
    gaps.push(...site.gaps);
    notes.push(...site.notes);
  }
  const { installed, notes: shadowed } = onPath(found);
  return { installed, gaps, notes: [...notes, ...shadowed] };
}

function nothingIn({ files }: Archive): Gap {
  const what = files.some((file) => file === "__main__.py") ? "what it bundles" : "what it is";
  const reason = `it holds no metadata of a distribution, so ${what} cannot be told`;
  return makeGap({ code: "nothing-to-audit", reason, origin: fileOrigin("") });
}
