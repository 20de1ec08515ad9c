import type { PackageName } from "../../../python/index.ts";

/** Packages that are imported by another name than their own, of those that others carry along. */
const IMPORTED_AS: Readonly<Record<string, readonly string[]>> = {
  attrs: ["attr", "attrs"],
  beautifulsoup4: ["bs4"],
  "google-api-core": ["google/api_core"],
  "msgpack-python": ["msgpack"],
  pillow: ["pil"],
  protobuf: ["google/protobuf"],
  pycryptodome: ["crypto"],
  pycryptodomex: ["cryptodome"],
  pyjwt: ["jwt"],
  pyopenssl: ["openssl"],
  pysocks: ["socks", "sockshandler"],
  "python-dateutil": ["dateutil"],
  "python-dotenv": ["dotenv"],
  "python-slugify": ["slugify"],
  pyyaml: ["yaml"],
  "ruamel-yaml": ["ruamel/yaml", "ruamel_yaml"],
};

/**
 * Whether files of a package are among these: a module or package of its name or of the name that it is imported by. A
 * vendor list and an SBOM may name what was left out of the release, or was never in it.
 */
export function isPresent(name: PackageName, modules: ReadonlySet<string>): boolean {
  return candidates(name).some((module) => modules.has(module));
}

function candidates(name: PackageName): readonly string[] {
  const known = Object.hasOwn(IMPORTED_AS, name) ? (IMPORTED_AS[name] ?? []) : [];
  return [...known, name.replaceAll("-", "_"), name.replaceAll("-", "/"), name.replaceAll("-", "")];
}

/**
 * The modules that files name, in lower case: `urllib3` of `urllib3/util/x.py`, `six` of `six.py`, and `jaraco/text` of
 * what lies in a namespace.
 */
export function modulesIn(files: Iterable<string>): ReadonlySet<string> {
  const modules = new Set<string>();
  for (const file of files) {
    const parts = file.toLowerCase().split("/");
    if (!/\.(?:py|pyc|pyi|pyd|so|dylib|dll)$/.test(parts.at(-1) ?? "")) continue;
    const [first = "", second] = parts;
    modules.add(stem(first));
    if (second !== undefined) modules.add(`${first}/${stem(second)}`);
  }
  return modules;
}

/** The modules at any depth: for statements that do not say where the files are. */
export function modulesAnywhere(files: Iterable<string>): ReadonlySet<string> {
  const modules = new Set<string>();
  for (const file of files) {
    const parts = file.toLowerCase().split("/");
    if (!/\.(?:py|pyc|pyd|so|dylib|dll)$/.test(parts.at(-1) ?? "")) continue;
    parts.forEach((part, at) => {
      modules.add(stem(part));
      if (at > 0) modules.add(`${parts[at - 1]}/${stem(part)}`);
    });
  }
  return modules;
}

function stem(part: string): string {
  const dot = part.indexOf(".");
  return dot === -1 ? part : part.slice(0, dot);
}
