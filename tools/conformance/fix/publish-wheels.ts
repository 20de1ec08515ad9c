import { makeZip } from "../../../test/hostile/make-zip.ts";
import type { LoopbackIndex } from "../../../test/loopback-index.ts";
import type { TestPackages } from "../../../test/loopback-packages.ts";

/** The files of what an index lists: pip fetches them even where it installs nothing. */
export function publishWheels(index: LoopbackIndex, packages: TestPackages): void {
  for (const [name, releases] of Object.entries(packages))
    for (const [version, { needs = [], python }] of Object.entries(releases)) {
      const folder = `${name}-${version}.dist-info`;
      const metadata = [
        ...["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`],
        ...(python === undefined ? [] : [`Requires-Python: ${python}`]),
        ...[...needs.map((need) => `Requires-Dist: ${need}`), "", ""],
      ].join("\n");
      const wheel = makeZip([
        { name: `${folder}/METADATA`, content: Buffer.from(metadata) },
        { name: `${folder}/WHEEL`, content: Buffer.from(WHEEL) },
        { name: `${folder}/RECORD`, content: Buffer.alloc(0) },
      ]);
      index.set(`/files/${name}-${version}-py3-none-any.whl`, (_, response) => {
        response.writeHead(200, { "content-type": "application/octet-stream" }).end(wheel);
      });
    }
}

const WHEEL = "Wheel-Version: 1.0\nGenerator: pyward\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
