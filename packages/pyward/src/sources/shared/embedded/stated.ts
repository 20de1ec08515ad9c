import { fileOrigin, isObject, parseObject, type JsonObject, type Origin } from "../../../model/index.ts";
import {
  isValidName,
  normalizeName,
  parsePurl,
  parseRequirement,
  type PackageName,
} from "../../../python/index.ts";
import { exactVersion } from "../ask-requirement.ts";

/** A package that a list or an SBOM says is inside of another one. */
export interface Stated {
  readonly name: PackageName;
  /** Null where it is not said. */
  readonly version: string | null;
  readonly origin: Origin;
}

/** What a statement names. */
export interface StatedPackages {
  readonly packages: readonly Stated[];
  /** Lines that say nothing that can be read, for a list. */
  readonly unread: readonly Origin[];
  /** Components that are no Python packages, by the type of their purl (`cargo`, `rpm`), sorted. */
  readonly others: readonly (readonly [type: string, count: number])[];
}

const MAX_PACKAGES = 10_000;

/** A vendor list: requirements, one a line, as pip's `vendoring` and setuptools write them. */
export function parseVendorList(text: string, path: string): StatedPackages {
  const packages: Stated[] = [];
  const unread: Origin[] = [];
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, "").trim();
    if (line === "" || line.startsWith("-")) continue;
    if (packages.length >= MAX_PACKAGES) break;
    const origin: Origin = {
      ...fileOrigin(path),
      line: index + 1,
      column: raw.length - raw.trimStart().length + 1,
    };
    const parsed = parseRequirement(
      line
        .replace(/\s+--hash=.*$/, "")
        .replace(/\\$/, "")
        .trim(),
    );
    if (!parsed.ok) unread.push(origin);
    else {
      const { name, specifiers } = parsed.value;
      packages.push({ name, version: exactVersion(specifiers), origin });
    }
  }
  return { packages, unread, others: [] };
}

/**
 * The components of an SBOM in JSON that have a purl: CycloneDX (`components`, nested), SPDX 2 (`packages` with a `purl`
 * reference) and SPDX 3 (`software_packageUrl`). The one that the SBOM is about is not among them. Null: no such SBOM.
 */
export function parseSbomComponents(text: string, path: string): StatedPackages | null {
  const root = parseObject(text);
  if (root === null) return null;
  const purls = purlsOf(root);
  if (purls === null) return null;
  const packages = new Map<string, Stated>();
  const others = new Map<string, number>();
  for (const written of purls) {
    const purl = parsePurl(written);
    if (!purl.ok) continue;
    const { type, name, version } = purl.value;
    if (type !== "pypi") others.set(type, (others.get(type) ?? 0) + 1);
    else if (isValidName(name) && packages.size < MAX_PACKAGES) {
      const normal = normalizeName(name);
      packages.set(`${normal}@${version}`, { name: normal, version, origin: fileOrigin(path) });
    }
  }
  return {
    packages: [...packages.values()],
    unread: [],
    others: [...others].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function purlsOf(root: JsonObject): readonly string[] | null {
  if (root["bomFormat"] === "CycloneDX") return cycloneDx(objectsIn(root["components"]));
  if (typeof root["spdxVersion"] === "string") {
    return objectsIn(root["packages"]).flatMap((one) =>
      objectsIn(one["externalRefs"])
        .filter(({ referenceType }) => referenceType === "purl")
        .flatMap(({ referenceLocator }) => (typeof referenceLocator === "string" ? [referenceLocator] : [])),
    );
  }
  if (Array.isArray(root["@graph"])) {
    return objectsIn(root["@graph"]).flatMap((one) => {
      const purl = one["software_packageUrl"];
      return typeof purl === "string" ? [purl] : [];
    });
  }
  return null;
}

/** At any depth, without recursion: a hostile SBOM nests as deep as it is long. */
function cycloneDx(components: readonly JsonObject[]): readonly string[] {
  const purls: string[] = [];
  const waiting = components.toReversed();
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (typeof one["purl"] === "string") purls.push(one["purl"]);
    waiting.push(...objectsIn(one["components"]).toReversed());
  }
  return purls;
}
