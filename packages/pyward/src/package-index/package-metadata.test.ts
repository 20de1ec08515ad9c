import { expect, it } from "vitest";
import { parseMetadata } from "../python/core-metadata.ts";
import { normalizeName, parseVersion, type Version } from "../python/index.ts";
import { USUAL, type PackageIndexes } from "./open-indexes.ts";
import { indexedPackages } from "./package-metadata.ts";
import { parseJsonPage } from "./page/parse-json.ts";

const NAME = normalizeName("brick");

function indexOf(files: readonly object[], metadata: string) {
  const asked: string[] = [];
  const url = new URL("https://index.example/simple/brick/");
  const indexes: PackageIndexes = {
    hosts: [],
    place: () => USUAL,
    project: async (name) => {
      asked.push(name);
      const page = parseJsonPage(
        name,
        url,
        JSON.stringify({ files: files.map((file) => ({ url: "f", ...file })) }),
      );
      return page.kind === "page" ? { kind: "found", pages: [page.page], since: null } : page;
    },
    metadata: async (file) => {
      asked.push(file.name);
      return { kind: "metadata", metadata: parseMetadata(Buffer.from(metadata)) };
    },
  };
  return { asked, packages: indexedPackages(indexes, () => null) };
}

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

const FILES = [
  { filename: "brick-2.0.tar.gz", yanked: "bad" },
  { filename: "brick-1.0.tar.gz", "upload-time": "2024-01-02T00:00:00Z" },
  {
    filename: "brick-1.0.0-py3-none-any.whl",
    yanked: true,
    "requires-python": ">=3",
    "upload-time": "2024-01-01T00:00:00Z",
  },
];

it("joins the spellings of a version; one is yanked where all of its files are", async () => {
  const found = await indexOf(FILES, "").packages.versions(NAME);
  expect(found).toMatchObject({
    versions: [
      {
        yanked: false,
        requiresPython: null,
        uploadTime: "2024-01-01T00:00:00Z",
        files: [{ kind: "sdist" }, { yanked: "" }],
      },
      { yanked: "bad", uploadTime: null },
    ],
  });
});

it("reads a wheel before a source distribution, once", async () => {
  const { asked, packages } = indexOf(
    FILES,
    "Requires-Dist: sand>=1\nProvides-Extra: Fast_1\nRequires-Python: >=3.9\n",
  );
  for (const text of ["1", "1.0.0"]) await packages.dependencies(NAME, version(text));
  const found = await packages.dependencies(NAME, version("1"));
  expect(found).toMatchObject({
    kind: "dependencies",
    requires: [{ name: "sand" }],
    extras: ["fast-1"],
    requiresPython: ">=3.9",
  });
  expect(asked.filter((one) => one === "brick")).toHaveLength(1);
  expect(asked).toContain("brick-1.0.0-py3-none-any.whl");
  expect(asked).not.toContain("brick-1.0.tar.gz");
});

it("of a requirement that is none, or without a file, is invalid", async () => {
  expect(await indexOf(FILES, "Requires-Dist: >>\n").packages.dependencies(NAME, version("2"))).toMatchObject(
    { kind: "invalid" },
  );
  expect(await indexOf([], "").packages.dependencies(NAME, version("9"))).toMatchObject({ kind: "invalid" });
});
