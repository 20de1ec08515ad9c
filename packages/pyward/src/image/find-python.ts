import { baseName } from "../model/index.ts";
import type { ImageFolder } from "./nodes.ts";

/** The places of an image that matter, sorted. Links are not followed, so none is there twice. */
export interface PythonPlaces {
  /** Folders that hold installed distributions, or are made to. */
  readonly sites: readonly string[];
  /** Folders with wheels that a Python brings along to make environments with. */
  readonly bundledWheels: readonly string[];
  readonly interpreters: readonly string[];
  /** Manifests and locks: what was asked for once, not what is installed. */
  readonly manifests: readonly string[];
  /** Metadata that lies inside an installed package: a copy that it carries. */
  readonly carried: readonly string[];
  /** Other archives of Python code. */
  readonly archives: readonly string[];
}

/** Finds every Python of a merged image, wherever it is installed. */
export function findPython(root: ImageFolder): PythonPlaces {
  const places = { sites: [], bundledWheels: [], interpreters: [], manifests: [], carried: [], archives: [] };
  visit(root, "", false, places);
  return {
    sites: sorted(places.sites),
    bundledWheels: sorted(places.bundledWheels),
    interpreters: sorted(places.interpreters),
    manifests: sorted(places.manifests),
    carried: sorted(places.carried),
    archives: sorted(places.archives),
  };
}

type Collected = { readonly [Key in keyof PythonPlaces]: string[] };

/** `isInside`: below a folder of installed distributions. */
function visit(folder: ImageFolder, path: string, isInside: boolean, places: Collected): void {
  const name = baseName(path);
  const isNamed = name === "site-packages" || name === "dist-packages";
  const hasMetadata = [...folder.children.keys()].some((child) => /\.(?:dist-info|egg-link)$/i.test(child));
  // What lies deeper in a package is the package's own, save another environment's folder.
  const isSite = isNamed || (hasMetadata && !isInside);
  if (isSite) places.sites.push(path);
  else if (hasMetadata) places.carried.push(path);
  const isBundle = BUNDLES.test(path);
  for (const [child, node] of folder.children) {
    const inside = path === "" ? child : `${path}/${child}`;
    if (node.kind === "directory") {
      if (OWN_TESTS.test(inside)) continue;
      if (!/\.(?:dist-info|egg-info)$/i.test(child)) visit(node, inside, isInside || isSite, places);
    } else if (/\.whl$/i.test(child)) {
      if (isBundle && !places.bundledWheels.includes(path)) places.bundledWheels.push(path);
      else if (!isBundle) places.archives.push(inside);
    } else if (/\.(?:pex|pyz)$/i.test(child)) places.archives.push(inside);
    else if (INTERPRETER.test(inside)) places.interpreters.push(inside);
    else if (MANIFEST.test(child) && !isInside && !isSite) places.manifests.push(inside);
  }
}

/** The standard library's tests have archives and metadata of packages that do not exist. */
const OWN_TESTS = /(?:^|\/)lib\/(?:python|pypy|graalpy)[\d.]*t?\/test$/;
/** ensurepip of the standard library, Debian's wheels for it, and those of virtualenv. */
const BUNDLES = /(?:^|\/)(?:ensurepip\/_bundled|share\/python-wheels|virtualenv\/seed\/wheels\/embed)$/;
const INTERPRETER = /(?:^|\/)(?:bin|Scripts)\/(?:python|pypy|graalpy)[\d.]*t?(?:\.exe)?$/i;
const MANIFEST =
  /^(?:requirements.*\.txt|pyproject\.toml|setup\.py|setup\.cfg|Pipfile(?:\.lock)?|pylock(?:\..+)?\.toml|(?:uv|poetry|pdm)\.lock)$/;

function sorted(paths: readonly string[]): readonly string[] {
  return paths.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
