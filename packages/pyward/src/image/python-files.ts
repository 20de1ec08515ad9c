import type { Keep } from "./layered-tree.ts";

/**
 * What of an image matters to Python. The contents kept are those that the reader of environments opens; of the rest
 * it is enough to know that they are there.
 */
export function keepForPython(path: string): Keep {
  if (METADATA.test(path)) return "content";
  return NAMES.test(path) ? "name" : "nothing";
}

/** Metadata of installed distributions, what puts folders on the module path, the marker of virtual environments. */
const METADATA = new RegExp(
  [
    String.raw`\.dist-info/(?:METADATA|PKG-INFO|INSTALLER|REQUESTED|direct_url\.json)$`,
    String.raw`(?:\.egg-info|\.egg/EGG-INFO)/(?:PKG-INFO|requires\.txt|REQUESTED|INSTALLER|direct_url\.json)$`,
    String.raw`\.(?:egg-info|egg-link)$`,
    String.raw`(?:site|dist)-packages/[^/]+\.pth$`,
    String.raw`(?:^|/)pyvenv\.cfg$`,
  ].join("|"),
  "i",
);

/** Other files of a distribution, archives that Python imports from, conda's records, interpreters, manifests and locks. */
const NAMES = new RegExp(
  [
    String.raw`\.dist-info/[^/]+$`,
    String.raw`(?:\.egg-info|EGG-INFO)/[^/]+$`,
    String.raw`\.(?:egg|whl|pex|pyz)$`,
    String.raw`/conda-meta/[^/]+\.json$`,
    String.raw`(?:^|/)(?:bin|Scripts)/(?:python|pypy|graalpy)[\d.]*t?(?:\.exe)?$`,
    String.raw`(?:^|/)(?:requirements[^/]*\.txt|pyproject\.toml|setup\.py|setup\.cfg|Pipfile(?:\.lock)?|pylock(?:\.[^/]+)?\.toml|(?:uv|poetry|pdm)\.lock)$`,
  ].join("|"),
  "i",
);

/** A folder that counts although nothing in it was kept: an environment without a distribution. */
export function isPythonFolder(path: string): boolean {
  return /(?:^|\/)(?:(?:site|dist)-packages|conda-meta|[^/]+\.(?:dist-info|egg-info))$/i.test(path);
}
