import { describe, expect, it } from "vitest";
import { packZip } from "../../../../../test/laws/pack-zip.ts";
import { memoryTree } from "../../host/memory/index.ts";
import type { Inventory } from "../../model/index.ts";
import { zipapp } from "./index.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

async function read(files: Files, prefix = ""): Promise<Inventory> {
  const zip = Buffer.concat([Buffer.from(prefix), await packZip(files)]);
  return zipapp.read(memoryTree({ "app.pex": zip }), { path: "app.pex" }, { workingDirectory: "" });
}

const metadata = (name: string, version: string, ...needs: readonly string[]): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${needs.map((need) => `Requires-Dist: ${need}\n`).join("")}`;
const short = ({ dependencies }: Inventory): readonly unknown[] =>
  dependencies.map(({ key, direct, scopes, origins }) => [key, direct, scopes.join(), origins[0]?.path]);

const PEX_INFO = JSON.stringify({
  requirements: ["Web==1.0", "???", 7],
  build_properties: { pex_version: "2.9" },
});

describe("a pex", () => {
  it("has a folder for each distribution, and says what was asked for and what starts it", async () => {
    const inventory = await read(
      {
        ".bootstrap/pex/vendor/_vendored/attrs/attrs-21.0.dist-info/METADATA": metadata("attrs", "21.0"),
        ".bootstrap/pex/vendor/_vendored/attrs/attr/__init__.py": "",
        ".deps/Web-1.0-py3-none-any.whl/Web-1.0.dist-info/METADATA": metadata("Web", "1.0", "brick>=1"),
        ".deps/brick-1.0-py3-none-any.whl/brick-1.0.dist-info/METADATA": metadata("brick", "1.0"),
        "PEX-INFO": PEX_INFO,
        "__main__.py": "",
      },
      "#!/usr/bin/env python3\n",
    );
    expect(short(inventory)).toEqual([
      ["web@1.0", true, "main", "app.pex!/.deps/Web-1.0-py3-none-any.whl/Web-1.0.dist-info/METADATA"],
      ["brick@1.0", false, "main", "app.pex!/.deps/brick-1.0-py3-none-any.whl/brick-1.0.dist-info/METADATA"],
      ["pex@2.9 as runtime", true, "tooling", "app.pex!/PEX-INFO"],
      [
        "attrs@21.0 in pex@2.9 as runtime",
        false,
        "tooling",
        "app.pex!/.bootstrap/pex/vendor/_vendored/attrs/attrs-21.0.dist-info/METADATA",
      ],
    ]);
    expect(inventory.edges[0]).toEqual({ from: "web@1.0", to: "brick@1.0", marker: null });
    expect(inventory.gaps).toEqual([]);
  });

  it("may keep the wheels as they are, with the copies in them", async () => {
    const wheel = await packZip({
      "pip-24.0.dist-info/METADATA": metadata("pip", "24.0"),
      "pip-24.0.dist-info/RECORD": "pip/_vendor/vendor.txt,,\npip/_vendor/six.py,,\n",
      "pip/_vendor/vendor.txt": "six==1.16.0\n",
    });
    const inventory = await read({
      ".deps/pip-24.0-py3-none-any.whl": wheel,
      ".deps/bad-1.0-py3-none-any.whl": "no zip",
      "PEX-INFO": "{",
    });
    expect(short(inventory)).toEqual([
      ["pip@24.0", true, "main", "app.pex!/.deps/pip-24.0-py3-none-any.whl!/pip-24.0.dist-info/METADATA"],
      [
        "six@1.16.0 in pip@24.0",
        false,
        "main",
        "app.pex!/.deps/pip-24.0-py3-none-any.whl!/pip/_vendor/vendor.txt",
      ],
    ]);
    expect(inventory.gaps.map(({ code, origin }) => [code, origin?.path])).toEqual([
      ["unparsable-file", "app.pex!/.deps/bad-1.0-py3-none-any.whl"],
      ["unparsable-file", "app.pex!/PEX-INFO"],
    ]);
  });
});

it("an application of nothing but modules says nothing of what it holds", async () => {
  const inventory = await read({ "__main__.py": "", "six.py": "" });
  expect([short(inventory), inventory.gaps.map(({ code, expected }) => [code, expected])]).toEqual([
    [],
    [["nothing-to-audit", false]],
  ]);
});
