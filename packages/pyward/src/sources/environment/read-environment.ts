import type { FileTree, ReadFailure } from "../../host/index.ts";
import {
  fileOrigin,
  joinPath,
  makeGap,
  makeInventory,
  type Dependency,
  type Gap,
  type GapCode,
  type Inventory,
} from "../../model/index.ts";
import { isSystem } from "../shared/distro/is-system.ts";
import { embeddedInInstalled } from "../shared/embedded/installed-owner.ts";
import { connect } from "../shared/installed/connect.ts";
import { foundIn } from "../shared/installed/found-in.ts";
import { onPath, type FoundIn } from "../shared/installed/on-path.ts";
import { readSite } from "../shared/installed/site.ts";
import { findSiteDirectories } from "../shared/installed/site-directories.ts";
import type { ReadSettings, Target } from "../shared/source.ts";
import { applyCondaRecords } from "./conda-owned.ts";
import { readCondaRecords } from "./conda-records.ts";

const CONFIGURATION_LIMIT = 64 * 1024;

/** What is installed below a virtual environment, a prefix or a site-packages folder. */
export async function readEnvironment(
  tree: FileTree,
  target: Target,
  settings: ReadSettings,
): Promise<Inventory> {
  const isWholeSystem = settings.isWholeSystem === true;
  const path = folderOf(target.path);
  const listed = await tree.list(path);
  if (listed.kind !== "directory") return makeInventory({ gaps: [unread(path, listed)] });
  const { directories, unread: links } = await findSiteDirectories(tree, path);
  const gaps = links.map(leadsOut);
  // The Python that a virtual environment of a whole system was made from is read with it.
  const notes = isWholeSystem ? [] : await readConfiguration(tree, path);
  if (directories.length === 0 && gaps.length === 0) gaps.push(nothingIn(path));
  const found: FoundIn[] = [];
  const visited = new Set<string>();
  for (const directory of directories) {
    const site = await readSite({ tree, isWholeSystem, visited }, directory.path);
    found.push(...foundIn(site, directory));
    gaps.push(...site.gaps);
    notes.push(...site.notes);
  }
  const conda = await readCondaRecords(tree, path);
  const owned = applyCondaRecords(found, conda.records);
  gaps.push(...conda.gaps, ...owned.gaps);
  const { installed, notes: shadowed } = onPath(owned.found);
  const { dependencies, edges } = connect(installed);
  const inside = await embeddedInInstalled(tree, installed, dependencies);
  const distro = await ownedBySystem(tree, dependencies);
  return makeInventory({
    dependencies: [...distro.dependencies, ...inside.dependencies],
    edges: [...edges, ...inside.edges],
    gaps: [...gaps, ...inside.gaps, ...distro.gaps],
    notes: [...notes, ...shadowed, ...inside.notes].map(harmless),
  });
}

async function ownedBySystem(tree: FileTree, dependencies: readonly Dependency[]) {
  if (!(await isSystem(tree))) return { dependencies, gaps: [] };
  const { withOwners } = await import("../shared/distro/with-owners.ts");
  return withOwners(tree, dependencies);
}

/** The marker file of a virtual environment stands for its folder. */
function folderOf(path: string): string {
  return /(?:^|\/)pyvenv\.cfg$/.test(path) ? path.slice(0, -"/pyvenv.cfg".length) : path;
}

/** Names and versions in a note come from outside: no control characters, no page of text. */
function harmless(note: string): string {
  return note.slice(0, 1000).replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "?");
}

const INHERITS_NOTE =
  "pyvenv.cfg lets this environment use the packages of the Python that it was made from (include-system-site-packages); " +
  "they are outside of it and were not read: audit that prefix, too";

/** PEP 405: keys in any case, of which only one changes what is on the module path. */
async function readConfiguration(tree: FileTree, path: string): Promise<string[]> {
  const read = await tree.read(joinPath(path, "pyvenv.cfg"), CONFIGURATION_LIMIT);
  if (read.kind !== "file") return [];
  for (const line of new TextDecoder().decode(read.bytes).split(/\r\n|\r|\n/)) {
    const equals = line.indexOf("=");
    const key = line.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (key !== "include-system-site-packages") continue;
    return line
      .slice(equals + 1)
      .trim()
      .toLowerCase() === "true"
      ? [INHERITS_NOTE]
      : [];
  }
  return [];
}

function leadsOut(path: string): Gap {
  const reason = "it is a link that leads out of the environment or nowhere: what is behind it was not read";
  return makeGap({ code: "outside-root", reason, origin: fileOrigin(path) });
}

function nothingIn(path: string): Gap {
  const reason = "there is no site-packages folder in it, and no metadata of an installed distribution";
  return makeGap({ code: "nothing-to-audit", reason, origin: fileOrigin(path) });
}

const CODES: Readonly<Partial<Record<ReadFailure["kind"], GapCode>>> = {
  missing: "missing-file",
  "outside-root": "outside-root",
  "not-a-directory": "unsupported-format",
};

function unread(path: string, failure: ReadFailure): Gap {
  const why = failure.kind === "unreadable" ? failure.reason : failure.kind;
  const reason = `the environment's folder cannot be read (${why})`;
  return makeGap({ code: CODES[failure.kind] ?? "unreadable", reason, origin: fileOrigin(path) });
}
