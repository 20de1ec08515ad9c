// What a hostile or a very large document may cost: time that grows with its length, and nothing else.
import { expect, test } from "vitest";
import { memoryTree } from "../../../host/memory/index.ts";
import type { Inventory } from "../../../model/index.ts";
import { readSbom } from "./read-sbom.ts";

const MANY = 100_000;

async function readWithin(seconds: number, path: string, text: string): Promise<Inventory> {
  const started = process.cpuUsage();
  const inventory = await readSbom(memoryTree({ [path]: text }), { path });
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(seconds);
  return inventory;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

function bom(members: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", ...members });
}

const component = (at: number): unknown => ({
  type: "library",
  "bom-ref": `r${at}`,
  name: `p${at}`,
  purl: `pkg:pypi/p${at}@1.${at}`,
});

test("100,000 components in a chain, in JSON", async () => {
  const text = bom({
    metadata: { component: { type: "application", name: "shop", "bom-ref": "root" } },
    components: numbers(MANY).map(component),
    dependencies: [
      { ref: "root", dependsOn: ["r0"] },
      ...numbers(MANY - 1).map((at) => ({ ref: `r${at}`, dependsOn: [`r${at + 1}`] })),
    ],
  });
  const { dependencies, edges, gaps } = await readWithin(6, "a.cdx.json", text);
  expect([dependencies.length, edges.length, gaps.length]).toEqual([MANY, MANY - 1, 0]);
  expect(dependencies.filter(({ direct }) => direct)).toHaveLength(1);
});

test("100,000 components in XML", async () => {
  const components = numbers(MANY).map(
    (at) =>
      `<component type="library" bom-ref="r${at}"><name>p${at}</name><purl>pkg:pypi/p${at}@1</purl></component>`,
  );
  const text = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>${components.join("")}</components></bom>`;
  expect((await readWithin(8, "a.cdx.xml", text)).dependencies).toHaveLength(MANY);
});

test("100,000 packages in the tag-value form, in a ring", async () => {
  const packages = numbers(MANY).map(
    (at) =>
      `PackageName: p${at}\nSPDXID: SPDXRef-${at}\nExternalRef: PACKAGE-MANAGER purl pkg:pypi/p${at}@1\n`,
  );
  const ring = numbers(MANY).map(
    (at) => `Relationship: SPDXRef-${at} DEPENDS_ON SPDXRef-${(at + 1) % MANY}\n`,
  );
  const text = `SPDXVersion: SPDX-2.3\n${packages.join("")}${ring.join("")}`;
  const { dependencies, edges } = await readWithin(6, "a.spdx", text);
  expect([dependencies.length, edges.length]).toEqual([MANY, MANY]);
  expect(dependencies.filter(({ direct }) => direct).map(({ name }) => name)).toEqual(["p0"]);
});

test("100,000 components that are one release", async () => {
  const text = bom({ components: numbers(MANY).map(() => component(1)) });
  const { dependencies } = await readWithin(4, "a.cdx.json", text);
  expect(dependencies.map(({ origins }) => origins.length)).toEqual([MANY]);
});

test("rings of everything that holds and needs everything", async () => {
  const text = bom({
    components: numbers(400).map(component),
    dependencies: numbers(400).map((at) => ({
      ref: `r${at}`,
      dependsOn: numbers(400).map((to) => `r${to}`),
    })),
  });
  const { edges } = await readWithin(2, "a.cdx.json", text);
  expect(edges).toHaveLength(400 * 399);
  const relationships = numbers(50_000).map((at) => ({
    spdxElementId: `SPDXRef-${at % 7}`,
    relationshipType: "CONTAINS",
    relatedSpdxElement: `SPDXRef-${at % 5}`,
  }));
  const packages = numbers(7).map((at) => ({
    SPDXID: `SPDXRef-${at}`,
    name: `p${at}`,
    externalRefs: [{ referenceType: "purl", referenceLocator: `pkg:pypi/p${at}@1` }],
  }));
  const spdx = JSON.stringify({ spdxVersion: "SPDX-2.3", packages, relationships });
  expect((await readWithin(2, "a.spdx.json", spdx)).dependencies).toHaveLength(7);
});

test("as many groups as components", async () => {
  const text = bom({
    components: numbers(20_000).map((at) => ({
      type: "library",
      "bom-ref": `r${at}`,
      name: `p${at}`,
      purl: `pkg:pypi/p${at}@1`,
      properties: [{ name: "cdx:poetry:group", value: `g${at}` }],
    })),
    dependencies: numbers(20_000).map((at) => ({ ref: `r${at}`, dependsOn: [`r${at + 1}`] })),
  });
  const { dependencies } = await readWithin(3, "a.cdx.json", text);
  expect(dependencies[7]?.scopes).toEqual(["group:g7"]);
});

test("one package with 50,000 package URLs", async () => {
  const externalRefs = numbers(50_000).map((at) => ({
    referenceType: "purl",
    referenceLocator: `pkg:pypi/p${at}@1`,
  }));
  const packages = [
    { SPDXID: "SPDXRef-a", name: "a", externalRefs },
    { SPDXID: "SPDXRef-b", name: "b", externalRefs },
  ];
  const relationships = [
    { spdxElementId: "SPDXRef-a", relationshipType: "DEPENDS_ON", relatedSpdxElement: "SPDXRef-b" },
  ];
  const text = JSON.stringify({ spdxVersion: "SPDX-2.3", packages, relationships });
  expect((await readWithin(3, "a.spdx.json", text)).dependencies).toHaveLength(50_000);
});

test.each([
  ["components 190 deep", bom({ components: [nested(90)] }), 91, null],
  [
    "deeper than JSON may be",
    `{"bomFormat":"CycloneDX","components":${'[{"components":'.repeat(50_000)}`,
    0,
    "unparsable-file",
  ],
  [
    "XML that opens 50,000 elements",
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${"<components><component>".repeat(25_000)}`,
    0,
    "unparsable-file",
  ],
])("%s", async (_, text, found, code) => {
  const { dependencies, gaps } = await readWithin(2, "a.cdx.json", text);
  expect([dependencies.length, gaps[0]?.code ?? null]).toEqual([found, code]);
});

const LEVELS = numbers(60).map((at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);

test.each([
  [
    "aliases of aliases",
    `spdxVersion: SPDX-2.3\na0: &a0 [x]\n${LEVELS.join("\n")}\npackages: *a60\n`,
    "unparsable-line",
  ],
  ["an alias of itself", "spdxVersion: SPDX-2.3\npackages: &p [*p, {name: &n [*n]}]\n", "unparsable-line"],
  [
    "components in YAML that hold themselves",
    "spdxVersion: SPDX-2.3\nbomFormat: CycloneDX\ncomponents: &c [{components: *c}, {components: *c}]\n",
    "unsupported-format",
  ],
])("%s", async (_, text, code) => {
  const { gaps } = await readWithin(1, "a.spdx.yaml", text);
  expect(gaps[0]?.code).toBe(code);
});

/** A package inside a package … */
function nested(depth: number): unknown {
  const one = { type: "library", name: `p${depth}`, purl: `pkg:pypi/p${depth}@1` };
  return depth === 0 ? one : { ...one, components: [nested(depth - 1)] };
}
