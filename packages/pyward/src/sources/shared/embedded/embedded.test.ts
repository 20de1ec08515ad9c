import { describe, expect, it } from "vitest";
import { packZip } from "../../../../../../test/laws/pack-zip.ts";
import { memoryTree } from "../../../host/memory/index.ts";
import { fileOrigin, makeDependency, type Inventory } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import { embeddedIn } from "./embedded.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const PARENT = makeDependency({
  name: normalizeName("house"),
  version: "3.0",
  pin: "exact",
  basis: "installed",
  source: { type: "registry", url: null },
  scopes: ["tooling"],
  origins: [fileOrigin("house-3.0.dist-info/METADATA")],
});

function look(files: Files, archives = 500): Promise<Inventory> {
  return embeddedIn({
    dependency: PARENT,
    tree: memoryTree(files),
    files: Object.keys(files).toSorted(),
    info: "house-3.0.dist-info",
    depth: 0,
    budget: { archives },
  });
}

const metadata = (name: string, version: string): string =>
  `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\n`;
const wheel = (name: string, version: string, more: Files = {}): Promise<Uint8Array> =>
  packZip({ [`${name}-${version}.dist-info/METADATA`]: metadata(name, version), ...more });
const keys = ({ dependencies }: Inventory): readonly string[] => dependencies.map(({ key }) => key);
const gaps = (inventory: Inventory): readonly string[] =>
  inventory.gaps.map(({ code, name, expected }) => `${code} ${name}${expected ? " expected" : ""}`);

describe("a vendor list", () => {
  const LIST =
    "# by hand\nBrick==1.0\n    lime-stone==2.0; python_version > '3'\nsix==1.16.0  # one file\njaraco.text==3.0\n" +
    "gone==9\nloose>=1\n-e ./x\n???\nfast==4\n";
  const FILES = {
    "house/_vendor/vendor.txt": LIST,
    "house/_vendor/brick/__init__.py": "",
    "house/_vendor/lime_stone/core.py": "",
    "house/_vendor/six.py": "",
    "house/_vendor/jaraco/text/__init__.py": "",
    "house/_vendor/loose/__init__.py": "",
    "house/_vendor/fast.cpython-312-x86_64-linux-gnu.so": "",
  };

  it("tells of the copies whose files are there, and only of these", async () => {
    const inventory = await look(FILES);
    expect(keys(inventory)).toEqual([
      "brick@1.0 in house@3.0",
      "lime-stone@2.0 in house@3.0",
      "six@1.16.0 in house@3.0",
      "jaraco-text@3.0 in house@3.0",
      "loose in house@3.0",
      "fast@4 in house@3.0",
    ]);
    expect(gaps(inventory)).toEqual(["missing-file gone expected", "unparsable-line null"]);
    expect(inventory.edges.map(({ from, to }) => [from, to])).toEqual(
      keys(inventory).map((key) => ["house@3.0", key]),
    );
    expect(inventory.dependencies[1]).toMatchObject({
      embeddedIn: "house@3.0",
      direct: false,
      scopes: ["tooling"],
      basis: "installed",
      pin: "exact",
      origins: [{ path: "house/_vendor/vendor.txt", line: 3, column: 5 }],
    });
    expect(inventory.dependencies[4]).toMatchObject({ pin: "unpinned", version: null });
  });

  it("says nothing of the licences that a wheel copies from its vendor folder", async () => {
    expect(keys(await look({ "house-3.0.dist-info/licenses/house/_vendor/vendor.txt": "a==1\n" }))).toEqual(
      [],
    );
  });

  it("is one statement with an SBOM beside it", async () => {
    const components = [{ purl: "pkg:pypi/Brick@1.0" }, { purl: "pkg:pypi/gone@9" }];
    const bom = JSON.stringify({ bomFormat: "CycloneDX", components });
    const inventory = await look({ ...FILES, "house/_vendor/bom.cdx.json": bom });
    expect(inventory.dependencies[0]?.origins.map(({ path }) => path)).toEqual([
      "house/_vendor/vendor.txt",
      "house/_vendor/bom.cdx.json",
    ]);
    expect(gaps(inventory)).toEqual(["missing-file gone expected", "unparsable-line null"]);
  });
});

describe("a vendored distribution", () => {
  it("counts where its code is beside it: by name, or by its RECORD", async () => {
    const inventory = await look({
      "house/_vendor/brick-1.0.dist-info/METADATA": metadata("brick", "1.0"),
      "house/_vendor/brick/__init__.py": "",
      "house/_vendor/oddly_named-2.0.dist-info/METADATA": metadata("oddly-named", "2.0"),
      "house/_vendor/oddly_named-2.0.dist-info/RECORD": "other.py,sha256=x,1\n",
      "house/_vendor/other.py": "",
      "house/_vendor/empty-3.0.dist-info/METADATA": metadata("empty", "3.0"),
      "house/_vendor/empty-3.0.dist-info/RECORD": "empty-3.0.dist-info/METADATA,,\nempty/__init__.py,,\n",
      "house/_vendor/deep/inner-4.0.dist-info/METADATA": metadata("inner", "4.0"),
      "house/_vendor/deep/inner.py": "",
    });
    expect(keys(inventory)).toEqual([
      "brick@1.0 in house@3.0",
      "inner@4.0 in house@3.0",
      "oddly-named@2.0 in house@3.0",
    ]);
    expect(gaps(inventory)).toEqual(["missing-file empty expected"]);
  });
});

describe("an SBOM of PEP 770", () => {
  const at = (name: string, content: unknown, more: Files = {}) =>
    look({
      [`house-3.0.dist-info/sboms/${name}`]: typeof content === "string" ? content : JSON.stringify(content),
      "house/bundled/brick.py": "",
      ...more,
    });
  const pypi = { purl: "pkg:pypi/brick@1.0" };

  it.each([
    ["CycloneDX", { bomFormat: "CycloneDX", components: [{ components: [pypi] }] }],
    [
      "SPDX 2",
      {
        spdxVersion: "SPDX-2.3",
        packages: [{ externalRefs: [{ referenceType: "purl", referenceLocator: pypi.purl }] }],
      },
    ],
    ["SPDX 3", { "@context": "x", "@graph": [{ software_packageUrl: pypi.purl }] }],
  ])("in %s", async (_, content) => {
    const inventory = await at("x.json", content);
    expect(keys(inventory)).toEqual(["brick@1.0 in house@3.0"]);
    expect(gaps(inventory)).toEqual([]);
  });

  it("is not believed about the release itself, what has no version, no files or is not Python", async () => {
    const purls = [
      "pkg:pypi/house@3.0",
      "pkg:pypi/needed",
      "pkg:pypi/gone@1",
      "pkg:cargo/ahash@0.8",
      "pkg:rpm/z@1",
      "pkg:cargo/b@1",
      "nonsense",
    ];
    const inventory = await at("x.cdx.json", {
      bomFormat: "CycloneDX",
      components: [...purls.map((purl) => ({ purl })), null, 7, { purl: 7 }],
    });
    expect(keys(inventory)).toEqual([]);
    expect(gaps(inventory)).toEqual(["missing-file gone expected"]);
    expect(inventory.notes).toEqual([
      "house: its SBOM names components that are no Python packages (2 cargo, 1 rpm), not audited",
    ]);
  });

  it.each([
    ["x.xml", "<bom/>"],
    ["x.json", "{"],
    ["x.json", "[]"],
    ["x.json", '{"hello": 1}'],
    ["x.json", "[".repeat(100_000)],
  ])("that cannot be read is a gap: %s", async (name, text) => {
    expect(gaps(await at(name, text))).toEqual(["unsupported-format house"]);
  });

  it("may nest components as deep as it is long", async () => {
    const deep = `{"bomFormat":"CycloneDX","components":[${'{"components":['.repeat(5000)}{"purl":"pkg:pypi/brick@1.0"}${"]}".repeat(5000)}]}`;
    expect(keys(await at("x.json", deep))).toEqual(["brick@1.0 in house@3.0"]);
  });
});

describe("wheels inside", () => {
  it("are copies with copies of their own; what an SBOM says of these is told already", async () => {
    const pip = await wheel("pip", "24.0", {
      "pip/_vendor/vendor.txt": "urllib3==1.26.17\n",
      "pip/_vendor/urllib3/__init__.py": "",
    });
    const purls = ["pkg:pypi/pip@24.0", "pkg:pypi/urllib3@1.26.17"].map((purl) => ({ purl }));
    const inventory = await look({
      "house/embed/pip-24.0-py3-none-any.whl": pip,
      "house/tests/data/sample-1.0-py3-none-any.whl": pip,
      "house-3.0.dist-info/sboms/house.cdx.json": JSON.stringify({
        bomFormat: "CycloneDX",
        components: purls,
      }),
    });
    expect(inventory.dependencies.map(({ key, embeddedIn: parent }) => [key, parent])).toEqual([
      ["pip@24.0 in house@3.0", "house@3.0"],
      ["urllib3@1.26.17 in pip@24.0 in house@3.0", "pip@24.0 in house@3.0"],
    ]);
    expect(inventory.dependencies[1]?.origins).toMatchObject([
      { path: "house/embed/pip-24.0-py3-none-any.whl!/pip/_vendor/vendor.txt", line: 1 },
    ]);
    expect([gaps(inventory), inventory.notes]).toEqual([
      [],
      ["house: a wheel among its test data, not audited"],
    ]);
  });

  it("are tooling where they are what environments are seeded with, and what the release is otherwise", async () => {
    const files = { "x/pip-24.0-py3-none-any.whl": "pip", "x/brick-1.0-py3-none-any.whl": "brick" };
    const inventory = await embeddedIn({
      dependency: { ...PARENT, scopes: ["main"] },
      tree: memoryTree({
        ...files,
        "x/pip-24.0-py3-none-any.whl": await wheel("pip", "24.0"),
        "x/brick-1.0-py3-none-any.whl": await wheel("brick", "1.0"),
      }),
      files: Object.keys(files).toSorted(),
      info: null,
      depth: 0,
      budget: { archives: 5 },
    });
    expect(inventory.dependencies.map(({ name, scopes }) => [name, ...scopes])).toEqual([
      ["brick", "main"],
      ["pip", "tooling"],
    ]);
  });

  it("are opened three deep, and no more of them than is allowed", async () => {
    let inner = await wheel("w5", "1.0");
    for (const depth of [4, 3, 2, 1])
      inner = await wheel(`w${depth}`, "1.0", { [`w${depth + 1}-1.0-py3-none-any.whl`]: inner });
    const files = { "x/w1-1.0-py3-none-any.whl": inner };
    const deep = await look(files);
    expect(deep.dependencies.map(({ name }) => name)).toEqual(["w1", "w2", "w3"]);
    expect(gaps(deep)).toEqual(["limit-exceeded w3"]);
    const few = await look(files, 1);
    expect(few.dependencies.map(({ name }) => name)).toEqual(["w1"]);
    expect(gaps(few)).toEqual(["limit-exceeded w1"]);
  });

  it("that are none are gaps", async () => {
    const inventory = await look({
      "x/a-1.0-py3-none-any.whl": "no zip",
      "x/b-1.0-py3-none-any.whl": await packZip({ "b.py": "" }),
    });
    expect(keys(inventory)).toEqual(["b@1.0 in house@3.0"]);
    expect(gaps(inventory)).toEqual(["unparsable-file null", "unparsable-file b"]);
  });
});
