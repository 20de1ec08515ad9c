import type { FileTree, Progress } from "./host/index.ts";
import {
  findImages,
  findPython,
  imageTree,
  layerAt,
  mergeImage,
  platformName,
  type FoundImage,
  type ImageFiles,
  type LayerProblem,
  type PythonPlaces,
  type WantedPlatforms,
} from "./image/index.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import {
  fileOrigin,
  makeGap,
  makeInventory,
  someOf,
  type Gap,
  type Inventory,
  type Origin,
  type ReportImage,
} from "./model/index.ts";
import { findSiteDirectories } from "./sources/shared/installed/site-directories.ts";
import { SOURCES } from "./sources/registry.ts";

/** Images in a folder or an archive, in a registry or an engine. */
export interface ImagesToRead {
  /** Called once, when it is their turn: until then nothing is fetched. Problems are those of the files. */
  open(progress: Progress): Promise<ImageFiles>;
  readonly wanted: WantedPlatforms;
  /** What is to be said of where they come from, once they were read. */
  notes?(): readonly string[];
  close(): void;
}

/** One image with all of its environments. Paths are in the image. */
interface ReadImage {
  readonly tree: FileTree;
  /** What tells it from the others that were saved with it; null where it is the only one. */
  readonly title: string | null;
  readonly sources: readonly ReadSource[];
  readonly facts: ReportImage;
}

interface ReadImages {
  readonly images: readonly ReadImage[];
  /** Of what belongs to no image that could be read. */
  readonly gaps: readonly Gap[];
  readonly notes: readonly string[];
}

/** Reads every image that is there and is asked for. */
export async function readImages(asked: ImagesToRead, progress: Progress): Promise<ReadImages> {
  try {
    const { wanted } = asked;
    const files = await asked.open(progress);
    const found = await findImages(files, wanted);
    if (found === null) return { images: [], gaps: [gapOf(files.problem ?? NO_IMAGE)], notes: [] };
    const images: ReadImage[] = [];
    for (const image of found.images) images.push(await readImage(image, found.images.length > 1, progress));
    const isNothing = images.length === 0 && found.problems.length === 0;
    const gaps = [...found.problems, ...(isNothing ? [NO_IMAGE] : [])].map(gapOf);
    return { images, gaps, notes: [...(asked.notes?.() ?? []), ...found.notes] };
  } finally {
    asked.close();
  }
}

const NO_IMAGE: LayerProblem = { code: "nothing-to-audit", reason: "there is no image in it" };

function gapOf({ code, reason }: LayerProblem): Gap {
  return makeGap({ code, reason, origin: fileOrigin("") });
}

async function readImage(image: FoundImage, isOneOfMany: boolean, progress: Progress): Promise<ReadImage> {
  const layers = image.layers.map(({ digest, diffId, key }) => digest ?? diffId ?? key);
  const merged = await mergeImage(image, (at) => progress.step("reading layers", at, layers.length));
  const tree = imageTree(merged.root);
  const places = findPython(merged.root);
  const layerOf = (path: string): string | null => layers[layerAt(merged.root, path) ?? -1] ?? null;
  const sources: ReadSource[] = [];
  for (const path of await environmentsOf(tree, places.sites.slice(0, MAX_SITES)))
    sources.push(withLayers(await readSource("environment", tree, path), layerOf));
  for (const path of places.bundledWheels)
    sources.push(withLayers(await readSource("bundled-wheels", tree, path), layerOf));
  const gaps = [...merged.problems, ...nothingIn(places)].map(gapOf);
  sources.push({
    kind: "image",
    path: "",
    inventory: makeInventory({ gaps, notes: notesOf(places, sources) }),
  });
  const platform = image.platform === null ? null : platformName(image.platform);
  return {
    tree,
    title: isOneOfMany ? [image.name, platform].filter((part) => part !== null).join(" ") : null,
    sources: toldOnce(sources),
    facts: { name: image.name, platform, digest: image.digest, layers },
  };
}

/** More environments than any image has. */
const MAX_SITES = 2000;

const PREFIX = /^(.*?)\/?lib(?:32|64)?\/(?:(?:python|pypy|graalpy)[\d.]*t?\/)?(?:site|dist)-packages$/i;

/**
 * What to read as one environment each: the whole of a virtual or conda environment, and elsewhere each folder by itself,
 * for several interpreters may share a prefix (Debian's in `usr` and another one in `usr/local`) and not their packages.
 */
async function environmentsOf(tree: FileTree, sites: readonly string[]): Promise<readonly string[]> {
  const environments = new Set<string>();
  for (const site of sites) {
    const prefix = PREFIX.exec(site)?.[1];
    const isWhole = prefix !== undefined && prefix !== "" && (await isEnvironment(tree, prefix, site));
    environments.add(isWhole ? prefix : site);
  }
  return [...environments];
}

async function isEnvironment(tree: FileTree, prefix: string, site: string): Promise<boolean> {
  const markers = await Promise.all([tree.stat(`${prefix}/pyvenv.cfg`), tree.stat(`${prefix}/conda-meta`)]);
  if (markers.every(({ kind }) => kind !== "found")) return false;
  const { directories } = await findSiteDirectories(tree, prefix);
  return directories.some(({ path }) => path === site);
}

async function readSource(kind: string, tree: FileTree, path: string): Promise<ReadSource> {
  const entry = SOURCES.find(({ meta }) => meta.id === kind);
  if (entry === undefined) throw new Error(`no source is called ${kind}`);
  const source = await entry.load();
  const settings = { workingDirectory: "", isWholeSystem: true } as const;
  return { kind, path, inventory: await source.read(tree, { path }, settings) };
}

function withLayers(read: ReadSource, layerOf: (path: string) => string | null): ReadSource {
  const stamp = (origin: Origin): Origin => ({
    ...origin,
    layer: layerOf(origin.path.split("!/", 1)[0] ?? origin.path), // what lies in an archive came with it
  });
  const { inventory } = read;
  const stamped: Inventory = {
    ...inventory,
    dependencies: inventory.dependencies.map((one) => ({ ...one, origins: one.origins.map(stamp) })),
    gaps: inventory.gaps.map((gap) => ({ ...gap, origin: gap.origin === null ? null : stamp(gap.origin) })),
  };
  return { ...read, inventory: stamped };
}

/** What is wrong with a file that several environments need, such as a database of packages, is one gap of the image. */
function toldOnce(sources: readonly ReadSource[]): readonly ReadSource[] {
  const told = new Set<string>();
  const isNew = ({ code, name, reason, origin }: Gap): boolean => {
    const key = JSON.stringify([code, name, reason, origin?.path, origin?.line]);
    return told.size < told.add(key).size;
  };
  return sources.map((source) => {
    const gaps = source.inventory.gaps.filter(isNew);
    return gaps.length === source.inventory.gaps.length
      ? source
      : { ...source, inventory: { ...source.inventory, gaps } };
  });
}

/** An image in which nothing can be audited is never clean. */
function nothingIn({ sites, interpreters, manifests, archives }: PythonPlaces): readonly LayerProblem[] {
  if (sites.length > MAX_SITES)
    return [{ code: "limit-exceeded", reason: `more than ${MAX_SITES} folders of installed packages` }];
  if (sites.length > 0) return [];
  const python =
    interpreters.length === 0
      ? "no Python was found in this image"
      : `a Python (${interpreters[0]}) was found in this image, and no folder of installed packages`;
  const besides = [...archives, ...manifests];
  const more = besides.length === 0 ? "" : `; what is not read of it: ${listed(besides)}`;
  return [{ code: "nothing-to-audit", reason: `${python}${more}` }];
}

function notesOf(
  { sites, manifests, carried, archives }: PythonPlaces,
  sources: readonly ReadSource[],
): readonly string[] {
  const notes: string[] = [];
  const read = sources.flatMap(({ inventory }) => inventory.dependencies.flatMap(({ origins }) => origins));
  const unread = carried.filter((folder) => !read.some(({ path }) => path.startsWith(`${folder}/`)));
  if (sites.length > 0 && manifests.length > 0)
    notes.push(
      `an image is audited by what is installed in it, so these were not read: ${listed(manifests)}`,
    );
  if (archives.length > 0) notes.push(`archives that are not installed were not read: ${listed(archives)}`);
  if (unread.length > 0)
    notes.push(`copies of packages inside of other packages were not read: ${listed(unread)}`);
  return notes.map((note) => note.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "?"));
}

const LISTED = 5;

function listed(paths: readonly string[]): string {
  return someOf(paths, LISTED).slice(0, 1000);
}
