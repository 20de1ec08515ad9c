import { expect, test } from "vitest";
import { readSbomComponents } from "./sbom-components.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

// What auditwheel writes into a repaired wheel: the wheel itself, and the system's libraries that it took along.
const AUDITWHEEL = JSON.stringify({
  bomFormat: "CycloneDX",
  specVersion: "1.4",
  version: 1,
  metadata: {
    component: {
      type: "library",
      "bom-ref": "pkg:pypi/brick@1.0?file_name=brick-1.0-cp312-cp312-linux_x86_64.whl",
      name: "brick",
      version: "1.0",
      purl: "pkg:pypi/brick@1.0?file_name=brick-1.0-cp312-cp312-linux_x86_64.whl",
    },
  },
  components: [
    { type: "library", name: "libwebp", version: "1.2.4", purl: "pkg:rpm/almalinux/libwebp@1.2.4" },
    { type: "library", name: "Mortar_Mix", version: "2", purl: "pkg:pypi/mortar-mix@2" },
    { type: "library", name: "sand", purl: "pkg:pypi/a/sand@1" },
    { type: "library", name: "nothing" },
  ],
});

test("tells what of an SBOM inside a wheel is Python", async () => {
  const read = await readSbomComponents("brick-1.0.dist-info/sboms/auditwheel.cdx.json", bytes(AUDITWHEEL));
  expect(read).toMatchObject({
    kind: "components",
    python: [
      { name: "brick", version: "1.0", pin: "exact" },
      {
        name: "mortar-mix",
        version: "2",
        origin: { path: "brick-1.0.dist-info/sboms/auditwheel.cdx.json", line: 1 },
      },
    ],
    unusable: [{ name: "sand" }],
    others: 2,
  });
});

test("reads SPDX in tag-value form, and CycloneDX as XML", async () => {
  const spdx =
    "SPDXVersion: SPDX-2.3\nPackageName: brick\nExternalRef: PACKAGE-MANAGER purl pkg:pypi/brick@1.0\n";
  expect(await readSbomComponents("a.spdx", bytes(spdx))).toMatchObject({
    python: [{ name: "brick", version: "1.0", origin: { line: 3, column: 35 } }],
  });
  const xml =
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>brick</name>' +
    "<purl>pkg:pypi/brick@1.0</purl></component></components></bom>";
  expect(await readSbomComponents("a.xml", bytes(xml))).toMatchObject({
    python: [{ name: "brick", version: "1.0" }],
  });
});

test.each([
  ["no UTF-8", new Uint8Array([0xff, 0xfe, 0x00]), null],
  ["no SBOM", bytes("{}"), 1],
  ["no JSON", bytes('{"bomFormat":'), 1],
  ["nothing", bytes(""), 1],
])("says why where there is %s", async (_, given, line) => {
  const read = await readSbomComponents("a.json", given);
  expect(read.kind).toBe("unreadable");
  expect(read.kind === "unreadable" ? (read.origin?.line ?? null) : 0).toBe(line);
});
