import type { Gap, Scope } from "../../../model/index.ts";
import { isValidName, normalizeName } from "../../../python/index.ts";
import type { YamlMap } from "../../../syntax/yaml/index.ts";
import type { YamlFile } from "../read-yaml.ts";
import { entriesAt, itemsAt, textAt, textsAt, valueAt } from "../yaml-values.ts";
import { entryOrigin, refusedEntry } from "./entry-place.ts";
import {
  isForPython,
  nameOfSpec,
  parseArchiveName,
  readHashes,
  type CondaLock,
  type LockedPackage,
} from "./locked-package.ts";

const NO_PACKAGE = "an entry of the lock says neither who manages the package nor which it is";

/**
 * Reads conda-lock's unified format, which pixi had taken over up to version 3 of its own: one list of packages, each for
 * one platform. Entries are alike save for their dependencies, which are a map or a list of specifications.
 */
export function readPackageList(file: YamlFile): CondaLock {
  const packages: LockedPackage[] = [];
  const gaps: Gap[] = [];
  for (const item of itemsAt(file.root, "package")) {
    const locked = item.kind === "map" ? readPackage(item, file) : null;
    if (locked === null) gaps.push(refusedEntry(item, file, NO_PACKAGE));
    else packages.push(locked);
  }
  const named = textsAt(valueAt(file.root, "metadata"), "platforms");
  const used = packages.flatMap(({ uses }) => uses.map(({ platform }) => platform));
  return { packages, platforms: new Set([...named, ...used]), gaps };
}

function readPackage(item: YamlMap, file: YamlFile): LockedPackage | null {
  const manager = textAt(item, "manager");
  const name = textAt(item, "name") ?? "";
  const platform = textAt(item, "platform") ?? "";
  const isPypi = manager === "pip" || manager === "pypi";
  if (isPypi ? !isValidName(name) : manager !== "conda" || name === "") return null;
  // A file of a repository or of a URL stands under `source`, where conda-lock can say it.
  const location = textAt(valueAt(item, "source"), "url") ?? textAt(item, "url") ?? "";
  const hash = valueAt(item, "hash");
  const needs = needsOf(item, isPypi);
  const build = textAt(item, "build") ?? parseArchiveName(location)?.build ?? "";
  const isConda = isForPython({ name: name.toLowerCase(), build, needs: needs.map(nameOfSpec) });
  return {
    manager: isPypi ? "pypi" : "conda",
    name,
    version: textAt(item, "version"),
    location: isPypi && valueAt(item, "source")?.kind === "map" ? directUrl(location) : location,
    index: null,
    hashes: readHashes((algorithm) => textAt(hash, algorithm)),
    needs,
    purls: valueAt(item, "purls")?.kind === "list" ? textsAt(item, "purls") : null,
    isPython: isPypi || isConda || textAt(item, "noarch") === "python",
    isEditable: false,
    extras: [],
    uses: [{ scope: scopeOf(textAt(item, "category")), platform, set: platform }],
    origin: entryOrigin(item, file),
  };
}

function directUrl(location: string): string {
  return location.startsWith("git+") || !location.includes("://") ? location : `direct+${location}`;
}

/** `{numpy: ">=1.2"}` or `["numpy >=1.2"]`; of PyPI packages only the names matter here. */
function needsOf(item: YamlMap, isPypi: boolean): readonly string[] {
  const field = isPypi && valueAt(item, "requires_dist") !== null ? "requires_dist" : "dependencies";
  const names = [...entriesAt(item, field).keys()];
  return names.length > 0 ? names : textsAt(item, field);
}

/** conda-lock's categories: of its sources' groups and extras, which the lock does not tell apart. */
function scopeOf(category: string | null): Scope {
  return category === null || category === "main" || !isValidName(category)
    ? "main"
    : `group:${normalizeName(category)}`;
}
