import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { one, readParts } from "../../../test/laws/images.ts";
import { layoutOf } from "./image/make-image.ts";

const SITE = "usr/lib/python3/dist-packages";
const path = `${SITE}/brick-1.1.dist-info/METADATA`;
const content = "Metadata-Version: 2.1\nName: brick\nVersion: 1.1\n";
const md5 = createHash("md5").update(content).digest("hex");
const log = "brick (1.1-2) bookworm; urgency=medium\n\n  * CVE-2020-90001: keep inside\n";

const system = [
  { path, content },
  {
    path: "var/lib/dpkg/status",
    content:
      "Package: python3-brick\nStatus: install ok installed\nArchitecture: all\nSource: brick\nVersion: 1.1-2\n",
  },
  { path: "var/lib/dpkg/info/python3-brick.list", content: `/${path}\n` },
  { path: "var/lib/dpkg/info/python3-brick.md5sums", content: `${md5}  ${path}\n` },
  { path: "usr/share/doc/python3-brick/changelog.Debian.gz", content: new Uint8Array(gzipSync(log)) },
];

it("knows what dpkg owns in an image, and what a later layer has changed", async () => {
  const owners = async (...layers: (typeof system)[]) => {
    const read = await readParts(layoutOf([one(...layers)]));
    return read.images[0]?.sources.flatMap(({ inventory }) =>
      inventory.dependencies.map(({ key, systemPackage }) => [key, systemPackage?.fixes ?? null]),
    );
  };
  expect(await owners(system)).toEqual([["brick@1.1", ["CVE-2020-90001"]]]);
  expect(await owners(system, [{ path, content: `${content}Summary: other\n` }])).toEqual([
    ["brick@1.1", null],
  ]);
});
