// Packages for an index of a test: what each version needs, as metadata beside a wheel (PEP 658) that nobody has to fetch.
import { createHash } from "node:crypto";
import type { LoopbackIndex } from "./loopback-index.ts";

export interface TestRelease {
  /** `Requires-Dist`. */
  readonly needs?: readonly string[];
  /** `Provides-Extra`. */
  readonly extras?: readonly string[];
  /** `Requires-Python`. */
  readonly python?: string;
  /** RFC 3339. */
  readonly uploaded?: string;
  readonly yanked?: string;
}

export type TestPackages = Readonly<Record<string, Readonly<Record<string, TestRelease>>>>;

export function publish(index: LoopbackIndex, packages: TestPackages): void {
  for (const [name, releases] of Object.entries(packages)) {
    const files = Object.entries(releases).map(([version, release]) => {
      const filename = `${name.replaceAll("-", "_")}-${version}-py3-none-any.whl`;
      const metadata = metadataOf(name, version, release);
      index.set(`/files/${filename}.metadata`, (_, response) => void response.writeHead(200).end(metadata));
      return {
        filename,
        url: `../../files/${filename}`,
        hashes: {},
        "core-metadata": { sha256: createHash("sha256").update(metadata).digest("hex") },
        ...(release.python === undefined ? {} : { "requires-python": release.python }),
        ...(release.uploaded === undefined ? {} : { "upload-time": release.uploaded }),
        ...(release.yanked === undefined ? {} : { yanked: release.yanked }),
      };
    });
    index.set(`/simple/${name}/`, { meta: { "api-version": "1.1" }, name, files });
  }
}

function metadataOf(name: string, version: string, { needs = [], extras = [], python }: TestRelease): string {
  return [
    "Metadata-Version: 2.1",
    `Name: ${name}`,
    `Version: ${version}`,
    ...(python === undefined ? [] : [`Requires-Python: ${python}`]),
    ...extras.map((extra) => `Provides-Extra: ${extra}`),
    ...needs.map((need) => `Requires-Dist: ${need}`),
    "",
    "",
  ].join("\n");
}
