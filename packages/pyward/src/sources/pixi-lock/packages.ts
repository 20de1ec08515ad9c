import { makeGap, type Gap, type Origin } from "../../model/index.ts";
import { isValidName } from "../../python/index.ts";
import type { YamlMap } from "../../syntax/yaml/index.ts";
import { entryOrigin, refusedEntry } from "../shared/conda/entry-place.ts";
import {
  isForPython,
  nameOfSpec,
  parseArchiveName,
  readHashes,
  type CondaLock,
  type LockedPackage,
} from "../shared/conda/locked-package.ts";
import type { YamlFile } from "../shared/read-yaml.ts";
import { itemsAt, textAt, textsAt, valueAt } from "../shared/yaml-values.ts";
import { takenKey, type Environments, type Taken } from "./environments.ts";

const NO_PACKAGE = "an entry of the lock says neither what kind of package it is nor which";

/** Reads the packages of version 4 and later, each with the environments that take it. */
export function readPackages(file: YamlFile, environments: Environments): CondaLock {
  const packages: LockedPackage[] = [];
  const gaps: Gap[] = [];
  for (const item of itemsAt(file.root, "packages")) {
    const read = item.kind === "map" ? readPackage(item, file, environments) : null;
    if (read === null) gaps.push(refusedEntry(item, file, NO_PACKAGE));
    else if (read.kind === "gap") gaps.push(read.gap);
    else packages.push(read.locked);
  }
  return { packages, platforms: environments.platforms, gaps };
}

type ReadPackage =
  | { readonly kind: "package"; readonly locked: LockedPackage }
  | { readonly kind: "gap"; readonly gap: Gap };

function readPackage(item: YamlMap, file: YamlFile, environments: Environments): ReadPackage | null {
  const what = kindOf(item);
  if (what === null) return null;
  const { kind, location } = what;
  const taken = environments.taken.get(takenKey(kind, location)) ?? NOT_TAKEN;
  const origin = entryOrigin(item, file);
  if (kind === "pypi") return readPypi(item, { location, taken, origin, environments });
  return readConda(item, { location, taken, origin });
}

const NOT_TAKEN: Taken = { uses: [], extras: new Set() };

/** `- kind: pypi` with `url:` or `path:` up to version 5, `- pypi: URL or path` from version 6 on. */
function kindOf(item: YamlMap): { readonly kind: string; readonly location: string } | null {
  const kind = textAt(item, "kind");
  if (kind === "pypi" || kind === "conda") {
    const location = textAt(item, "url") ?? textAt(item, "path");
    return location === null ? null : { kind, location };
  }
  for (const key of ["pypi", "conda", "source", "conda_source"]) {
    const location = textAt(item, key);
    if (location !== null) return { kind: key, location };
  }
  return null;
}

interface Context {
  readonly location: string;
  readonly taken: Taken;
  readonly origin: Origin;
}

function readPypi(
  item: YamlMap,
  context: Context & { readonly environments: Environments },
): ReadPackage | null {
  const { location, taken, origin, environments } = context;
  const name = textAt(item, "name") ?? "";
  if (!isValidName(name)) return null;
  const locked: LockedPackage = {
    manager: "pypi",
    name,
    version: textAt(item, "version"),
    location,
    index: textAt(item, "index") ?? textAt(item, "index_url") ?? environments.index,
    hashes: readHashes((algorithm) => textAt(item, algorithm)),
    needs: textsAt(item, "requires_dist"),
    purls: null,
    isPython: true,
    isEditable: textAt(item, "editable") === "true",
    extras: [...taken.extras].filter(isValidName),
    uses: taken.uses,
    origin,
  };
  return { kind: "package", locked };
}

/**
 * What the name of the archive says, the entry leaves out from version 6 on. What is built from its source is
 * `NAME[HASH] @ LOCATION` from version 7 on.
 */
function readConda(item: YamlMap, { location: written, taken, origin }: Context): ReadPackage | null {
  const [source, location = written] = written.split(" @ ", 2);
  const archive = parseArchiveName(location);
  const named = location === written ? "" : nameOfSpec(source ?? "");
  const name = (textAt(item, "name") ?? archive?.name ?? named).toLowerCase();
  if (name === "") return null;
  if (archive === null && !location.includes("://")) return { kind: "gap", gap: ownCode(origin) };
  const needs = textsAt(item, "depends");
  const build = textAt(item, "build") ?? archive?.build ?? "";
  const purls = valueAt(item, "purls");
  const isNoarch = textAt(item, "noarch") === "python";
  const locked: LockedPackage = {
    manager: "conda",
    name,
    version: textAt(item, "version") ?? archive?.version ?? null,
    location,
    index: null,
    hashes: readHashes((algorithm) => textAt(item, algorithm)),
    needs,
    purls: purls?.kind === "list" ? textsAt(item, "purls") : null,
    isPython: isNoarch || isForPython({ name, build, needs: needs.map(nameOfSpec) }),
    isEditable: false,
    extras: [],
    uses: taken.uses,
    origin,
  };
  return { kind: "package", locked };
}

/** What pixi builds from a folder of the workspace is the user's own code. */
function ownCode(origin: Origin): Gap {
  const reason = "a package that pixi builds from a folder is the project's own code";
  return makeGap({ code: "own-code", reason, origin, expected: true });
}
