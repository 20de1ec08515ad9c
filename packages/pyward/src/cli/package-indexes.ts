import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KEEPS_NOTHING } from "../host/index.ts";
import { cacheDirectory, userCacheDirectory } from "../host/node/cache-directory.ts";
import { CERTIFICATES_OF_PIP, nodeHttp, PATIENCE } from "../host/node/http.ts";
import { netrcLogin } from "../host/node/netrc.ts";
import { PywardError } from "../model/index.ts";
import { openPackageIndexes, type IndexSources } from "../open-package-indexes.ts";
import type { IndexOptions } from "./index-options.ts";
import type { Io } from "./io.ts";

/**
 * The indexes that the command line, the environment and the user's own configuration of pip and uv name; what lies in an audited folder names none.
 * Where they name none, the default one of pip and uv. Throws PywardError `usage`, and where none is left.
 */
export function packageIndexes(options: IndexOptions & { readonly offline?: true }, io: Io) {
  const cache = userCacheDirectory(io.environment, io.platform);
  const indexes = openPackageIndexes(indexSources(options, io), {
    http: nodeHttp(io.environment, PATIENCE, CERTIFICATES_OF_PIP),
    kept: cache === null ? KEEPS_NOTHING : cacheDirectory(join(cache, "index")),
    now: io.now(),
    isOffline: options.offline === true,
  });
  if (indexes === null)
    throw new PywardError(
      "usage",
      "--check-index was asked for, and your settings of pip or uv allow no index",
      {
        hint: "Name one by --index-url, or take no-index out of them.",
      },
    );
  return indexes;
}

/** Where the user names indexes: nothing of what is audited does. */
export function indexSources(options: IndexOptions, io: Io): IndexSources {
  return {
    indexUrl: options.indexUrl ?? null,
    extraIndexUrls: options.extraIndexUrl,
    trustedUrls: options.trustIndex,
    environment: io.environment,
    pip: pipFiles(io).flatMap((path) => textOf(path) ?? []),
    uv: uvFile(io),
    login: netrcLogin(io.environment, io.platform),
  };
}

/** In pip's order, the strongest last (pip, "Configuration", "Location"). */
function pipFiles({ environment, platform }: Io): readonly string[] {
  const {
    HOME: home,
    XDG_CONFIG_HOME,
    XDG_CONFIG_DIRS,
    APPDATA,
    PROGRAMDATA,
    VIRTUAL_ENV,
    PIP_CONFIG_FILE,
  } = environment;
  if (PIP_CONFIG_FILE === "/dev/null" || PIP_CONFIG_FILE === "nul") return [];
  const own = platform === "win32" ? "pip.ini" : "pip.conf";
  const below = (folder: string | undefined, ...path: string[]): readonly string[] =>
    folder ? [join(folder, ...path)] : [];
  const site = below(VIRTUAL_ENV, own);
  const named = below(PIP_CONFIG_FILE);
  if (platform === "win32")
    return [...below(PROGRAMDATA, "pip", own), ...below(APPDATA, "pip", own), ...site, ...named];
  const system =
    platform === "darwin"
      ? ["/Library/Application Support/pip/pip.conf"]
      : [
          ...(XDG_CONFIG_DIRS || "/etc/xdg").split(":").map((folder) => join(folder, "pip", own)),
          "/etc/pip.conf",
        ];
  const library = below(
    platform === "darwin" ? home : undefined,
    "Library",
    "Application Support",
    "pip",
    own,
  );
  const config = library.some((path) => existsSync(path))
    ? library
    : below(XDG_CONFIG_HOME || below(home, ".config")[0], "pip", own);
  return [...system, ...below(home, ".pip", own), ...config, ...site, ...named];
}

/** The user's own uv.toml, never one of a project (uv, "Configuration files"). */
function uvFile({ environment, platform }: Io): string | null {
  const { HOME: home, XDG_CONFIG_HOME, APPDATA, UV_CONFIG_FILE, UV_NO_CONFIG } = environment;
  if (UV_NO_CONFIG) return null;
  if (UV_CONFIG_FILE) return textOf(UV_CONFIG_FILE);
  const folder =
    platform === "win32" ? APPDATA : XDG_CONFIG_HOME || (home ? join(home, ".config") : undefined);
  return folder ? textOf(join(folder, "uv", "uv.toml")) : null;
}

/** Null where there is no such file. Throws PywardError where it cannot be read: another index than the user's must not be asked. */
function textOf(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new PywardError("bad-configuration", `${path} names package indexes, and cannot be read`);
  }
}
