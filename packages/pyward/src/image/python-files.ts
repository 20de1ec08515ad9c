import type { Keep } from "./layered-tree.ts";
import { LAYER_LIMITS, MOST_METADATA } from "./limits.ts";

/**
 * What of an image matters to Python. The contents kept are those that the reader of environments opens; of the rest
 * it is enough to know that they are there.
 */
export function keepForPython(path: string): Keep {
  if (METADATA.test(path)) return "content";
  return NAMES.test(path) ? "name" : "nothing";
}

const RPM_DATABASE =
  /^(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm|usr\/share\/rpm)\/(?:rpmdb\.sqlite(?:-wal)?|Packages(?:\.db)?)$/;

/** Metadata of installed distributions and lists of the copies inside them, what puts folders on the module path, marks of environments. */
const METADATA = new RegExp(
  [
    String.raw`\.dist-info/(?:METADATA|PKG-INFO|INSTALLER|REQUESTED|RECORD|direct_url\.json|sboms/[^/]+)$`,
    String.raw`(?:\.egg-info|\.egg/EGG-INFO)/(?:PKG-INFO|requires\.txt|REQUESTED|INSTALLER|direct_url\.json)$`,
    String.raw`\.(?:egg-info|egg-link)$`,
    String.raw`(?:site|dist)-packages/[^/]+\.pth$`,
    String.raw`(?:^|/)pyvenv\.cfg$`,
    // Which CPython it is, to the patch.
    String.raw`(?:^|/)include/python\d\.\d+[a-z]{0,2}/patchlevel\.h$`,
    String.raw`/(?:_?vendor|_?vendored|_vendored_packages)/[^/]+\.(?:txt|json)$`,
    String.raw`/conda-meta/[^/]+\.json$`,
    // Which package of the distribution owns a file, and what that says to have fixed.
    String.raw`^var/lib/dpkg/(?:status|diversions|info/[^/]+\.(?:md5sums|list)|status\.d/[^/]+)$`,
    String.raw`^(?:etc|usr/lib)/os-release$`,
    String.raw`^(?:usr/)?lib/apk/db/installed$`,
    String.raw`^usr/share/doc/python3?-[^/]+/changelog(?:\.Debian)?\.gz$`,
    RPM_DATABASE.source,
  ].join("|"),
  "i",
);

/** Other files of a distribution and copies inside it, archives that Python imports from, interpreters, manifests and locks. */
const NAMES = new RegExp(
  [
    String.raw`\.dist-info/[^/]+$`,
    String.raw`(?:\.egg-info|EGG-INFO)/[^/]+$`,
    String.raw`\.(?:egg|whl|pex|pyz)$`,
    String.raw`/(?:_?vendor|_?vendored|_vendored_packages|patched)/.`,
    String.raw`(?:^|/)(?:bin|Scripts)/(?:python|pypy|graalpy)[\d.]*t?(?:\.exe)?$`,
    String.raw`(?:^|/)(?:requirements[^/]*\.txt|pyproject\.toml|setup\.py|setup\.cfg|Pipfile(?:\.lock)?|pylock(?:\.[^/]+)?\.toml|(?:uv|poetry|pdm)\.lock)$`,
  ].join("|"),
  "i",
);

/** The largest content that is kept of a path: no metadata has a part of it, and a database of rpm has several times it. */
export function mostKept(path: string): number {
  return RPM_DATABASE.test(path) ? LAYER_LIMITS.maxFile : MOST_METADATA;
}

/** A folder that counts although nothing in it was kept: an environment without a distribution. */
export function isPythonFolder(path: string): boolean {
  return /(?:^|\/)(?:(?:site|dist)-packages|conda-meta|[^/]+\.(?:dist-info|egg-info))$/i.test(path);
}
