import { expect, it } from "vitest";
import { packZip } from "../../../../../test/laws/pack-zip.ts";
import type { Inventory } from "../../model/index.ts";
import { codes, metadata, read, venv, SITE } from "./memory-environment.ts";

const copies = ({ dependencies }: Inventory): readonly unknown[] =>
  dependencies
    .filter(({ embeddedIn }) => embeddedIn !== null)
    .map(({ name, version, embeddedIn, scopes }) => [name, version, embeddedIn, scopes.join()]);

it("tells of the copies in pip, as tooling where pip is, and of no setuptools where there is none", async () => {
  const inventory = await read(
    venv({
      "pip-23.2.1.dist-info/METADATA": metadata("pip", "23.2.1"),
      "pip-23.2.1.dist-info/RECORD":
        "pip/_vendor/vendor.txt,sha256=x,1\npip/_vendor/urllib3/__init__.py,sha256=x,1\npip/_vendor/pkg_resources/__init__.py,,\n",
      "pip/_vendor/vendor.txt": "urllib3==1.26.16\nsetuptools==68.0.0\n",
    }),
  );
  expect(copies(inventory)).toEqual([["urllib3", "1.26.16", "pip@23.2.1", "tooling"]]);
  expect(codes(inventory)).toEqual(["missing-file setuptools"]);
  expect(inventory.edges).toEqual([
    { from: "pip@23.2.1", to: "urllib3@1.26.16 in pip@23.2.1", marker: null },
  ]);
  expect(inventory.gaps[0]).toMatchObject({
    expected: true,
    origin: { path: `${SITE}/pip/_vendor/vendor.txt` },
  });
});

it("reads the SBOMs of a distribution, and finds its vendor folder by its name where it has no RECORD", async () => {
  const bom = { bomFormat: "CycloneDX", components: [{ purl: "pkg:pypi/sand@2.0" }] };
  const inventory = await read(
    venv({
      "brick-1.0.dist-info/METADATA": metadata("brick", "1.0"),
      "brick-1.0.dist-info/RECORD":
        "brick-1.0.dist-info/sboms/brick.cdx.json,,\nbrick/sand.py,,\n../../../bin/brick,,\n",
      "brick-1.0.dist-info/sboms/brick.cdx.json": JSON.stringify(bom),
      "old_house-2.0.egg-info/PKG-INFO": metadata("old-house", "2.0"),
      "old_house/_vendor/vendored.txt": "lime==3\n",
      "old_house/_vendor/lime.py": "",
    }),
  );
  expect(copies(inventory)).toEqual([
    ["sand", "2.0", "brick@1.0", "main"],
    ["lime", "3", "old-house@2.0", "main"],
  ]);
  expect(inventory.gaps).toEqual([]);
});

it("reads the metadata of a zipped egg on the module path, and takes one that is no zip by its name", async () => {
  const egg = await packZip({
    "EGG-INFO/PKG-INFO": metadata("lime-kiln", "0.4.1"),
    "EGG-INFO/requires.txt": "brick\n",
  });
  const inventory = await read(
    venv({
      "easy-install.pth": "./lime_kiln-0.4-py3.12.egg\n./sand-1.0-py3.12.egg\n",
      "lime_kiln-0.4-py3.12.egg": egg,
      "sand-1.0-py3.12.egg": "no zip",
      "brick-1.0.dist-info/METADATA": metadata("brick", "1.0"),
    }),
  );
  expect(
    inventory.dependencies.map(({ key, origins }) => [key, origins[0]?.path.slice(SITE.length + 1)]),
  ).toEqual([
    ["brick@1.0", "brick-1.0.dist-info/METADATA"],
    ["lime-kiln@0.4.1", "lime_kiln-0.4-py3.12.egg!/EGG-INFO/PKG-INFO"],
    ["sand@1.0", "sand-1.0-py3.12.egg"],
  ]);
  expect(inventory.edges).toEqual([{ from: "lime-kiln@0.4.1", to: "brick@1.0", marker: null }]);
});

it("does not look for copies in somebody's own working tree", async () => {
  const inventory = await read(
    venv({
      "brick-1.0.dist-info/METADATA": metadata("brick", "1.0"),
      "brick-1.0.dist-info/direct_url.json": JSON.stringify({
        url: "file:///home/me/brick",
        dir_info: { editable: true },
      }),
      "brick-1.0.dist-info/RECORD": "brick/_vendor/vendor.txt,,\nbrick/_vendor/lime.py,,\n",
      "brick/_vendor/vendor.txt": "lime==3\n",
    }),
  );
  expect(copies(inventory)).toEqual([]);
});
