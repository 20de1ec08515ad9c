import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { KEEPS_NOTHING, patient, sinceFirstAsked, unlessSilent } from "../host/index.ts";
import { withAuthoritiesOfPip } from "../host/node/authorities-of-pip.ts";
import { cacheDirectory, userCacheDirectory } from "../host/node/cache-directory.ts";
import { nodeHttp, PATIENCE } from "../host/node/http.ts";
import { realPath } from "../host/node/index.ts";
import { netrcLogin } from "../host/node/netrc.ts";
import { PywardError } from "../model/index.ts";
import {
  openNamedIndexes,
  openPackageIndexes,
  type IndexSources,
  type PackageIndexes,
} from "../open-package-indexes.ts";
import type { IndexOptions } from "./index-options.ts";
import type { ResolveOptions } from "./resolve-options.ts";
import type { Io } from "./io.ts";
import { isInside } from "./shown-path.ts";

/** All that the indexes may take together, in milliseconds. */
const BUDGET = 300_000;
/** And the first answer. */
const SILENCE = 15_000;

/**
 * The indexes that the command line, the environment and the user's own configuration of pip and uv name; what lies in an audited folder names none.
 * Where they name none, the default one of pip and uv. Throws PywardError `usage`, and where none is left.
 */
export function packageIndexes(options: Asked, audited: readonly string[], io: Io): PackageIndexes {
  const indexes = open({ ...options, resolve: true }, audited, io);
  if (indexes !== null) return indexes;
  throw new PywardError(
    "usage",
    "--check-index was asked for, and your settings of pip or uv allow no index",
    { hint: "Name one by --index-url, or take no-index out of them." },
  );
}

/** The same without the default one, unless `--resolve` asks for it; null: none is named. */
export function namedIndexes(
  options: Asked,
  audited: readonly string[],
  io: Io,
  budget = BUDGET,
): PackageIndexes | null {
  return open(options, audited, io, budget);
}

type Asked = IndexOptions & Pick<ResolveOptions, "resolve"> & { readonly offline?: true };

function open(options: Asked, audited: readonly string[], io: Io, budget = BUDGET): PackageIndexes | null {
  const cache = userCacheDirectory(io.environment, io.platform);
  const site = environmentFile(audited, io);
  const openThem = options.resolve === true ? openPackageIndexes : openNamedIndexes;
  const elapsed = sinceFirstAsked(() => performance.now());
  const network = nodeHttp(withAuthoritiesOfPip(io.environment), { ...PATIENCE, answer: SILENCE });
  const indexes = openThem(sourcesOf(options, site.path, io), {
    http: patient(unlessSilent(network, { budget: SILENCE, elapsed }), { budget, elapsed }),
    kept: cache === null ? KEEPS_NOTHING : cacheDirectory(join(cache, "index")),
    now: io.now(),
    isOffline: options.offline === true,
  });
  return indexes === null ? null : { ...indexes, notes: site.notes };
}

/** The one of the active environment. What lies in what is audited is not the user's own, though they work in it. */
function environmentFile(audited: readonly string[], { environment, platform, cwd }: Io) {
  const { VIRTUAL_ENV } = environment;
  const path = VIRTUAL_ENV ? join(VIRTUAL_ENV, platform === "win32" ? "pip.ini" : "pip.conf") : null;
  if (path === null || !existsSync(path)) return { path: null, notes: [] };
  const real = realPath(path) ?? path;
  const folders = audited.map((one) => realPath(resolve(cwd, one)) ?? resolve(cwd, one));
  if (![real, path].some((one) => folders.some((folder) => isInside(one, folder))))
    return { path, notes: [] };
  const note = "the pip configuration of the active environment names no index: it lies in what is audited";
  return { path: null, notes: [note] };
}

/** Where the user names indexes: nothing of what is audited does. */
export function indexSources(options: IndexOptions, audited: readonly string[], io: Io): IndexSources {
  return sourcesOf(options, environmentFile(audited, io).path, io);
}

function sourcesOf(options: IndexOptions, ofEnvironment: string | null, io: Io): IndexSources {
  return {
    indexUrl: options.indexUrl ?? null,
    extraIndexUrls: options.extraIndexUrl,
    trustedUrls: options.trustIndex,
    environment: io.environment,
    pip: pipFiles(ofEnvironment, io).flatMap((path) => textOf(path) ?? []),
    uv: uvFile(io),
    login: netrcLogin(io.environment, io.platform),
  };
}

/** In pip's order, the strongest last (pip, "Configuration", "Location"). */
function pipFiles(ofEnvironment: string | null, { environment, platform }: Io): readonly string[] {
  const { HOME: home, XDG_CONFIG_HOME, XDG_CONFIG_DIRS, APPDATA, PROGRAMDATA, PIP_CONFIG_FILE } = environment;
  if (PIP_CONFIG_FILE === "/dev/null" || PIP_CONFIG_FILE === "nul") return [];
  const own = platform === "win32" ? "pip.ini" : "pip.conf";
  const below = (folder: string | undefined, ...path: string[]): readonly string[] =>
    folder ? [join(folder, ...path)] : [];
  const site = ofEnvironment === null ? [] : [ofEnvironment];
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
