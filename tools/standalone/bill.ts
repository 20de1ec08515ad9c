import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Component {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * What the executables are made of, as CycloneDX 1.6 JSON: pyward, its advisories, the libraries in its bundle (those of the notices
 * that the build wrote), the engines. The same bytes each time: without a serial number and a time.
 */
export function standaloneBill(root: string): string {
  const notices = readFileSync(join(root, "packages/pyward/dist/THIRD-PARTY-NOTICES.txt"), "utf8");
  const own = manifestOf(join(root, "packages/pyward/package.json"));
  const engines = manifestOf(join(root, "tools/standalone/package.json")).dependencies ?? {};
  const components = [
    manifestOf(join(root, "packages/advisories/package.json")),
    ...librariesOf(notices),
    ...Object.entries(engines).map(([name, version]) => ({ name, version, license: "MIT" })),
  ];
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { ...componentOf(own), type: "application" } },
    components: components.map(componentOf),
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** Each notice starts with `name version (licence)`, after a ruler. */
function librariesOf(notices: string): Component[] {
  const heads = notices
    .split(/^={80}$/mu)
    .slice(1)
    .map((notice) => /^\s*(\S+) (\S+) \((.+)\)$/mu.exec(notice));
  return heads.map((head) => {
    const [, name = "", version = "", license = ""] = head ?? [];
    if (name === "") throw new Error("a notice without name, version and licence");
    return { name, version, license };
  });
}

type Manifest = Component & { readonly dependencies?: Readonly<Record<string, string>> };

function manifestOf(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

function componentOf({ name, version, license }: Component): object {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const licenses = [/[\s()]/u.test(license) ? { expression: license } : { license: { id: license } }];
  return { type: "library", "bom-ref": purl, name, version, licenses, purl };
}
