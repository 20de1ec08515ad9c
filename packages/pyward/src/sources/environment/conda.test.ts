import { describe, expect, it } from "vitest";
import { codes, keys, metadata, only, read, SITE, venv, type Files } from "./memory-environment.ts";

const record = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ name: "py-a", version: "1.0", build: "py312_0", depends: ["python"], ...fields });

const prefix = (records: readonly string[], site: Files = {}): Files => ({
  ...venv(site),
  ...Object.fromEntries(records.map((text, at) => [`conda-meta/${at}.json`, text])),
});

describe("what conda installed", () => {
  const installed = { "a-1.0.dist-info/METADATA": metadata("a", "1.0"), "a.py": "" };
  const files = [`${SITE}/a.py`, `${SITE}/a-1.0.dist-info/METADATA`];

  it("is the distribution that its files are, whatever conda calls it", async () => {
    const inventory = await read(prefix([record({ files })], installed));
    expect(only(inventory)).toMatchObject({ key: "a@1.0", manager: "conda", source: { type: "conda" } });
    expect(inventory.gaps).toEqual([]);
  });

  it("is not taken for an editable install by the folder that it was built in", async () => {
    const direct = JSON.stringify({ url: "file:///home/conda/work", dir_info: { editable: true } });
    const site = { ...installed, "a-1.0.dist-info/direct_url.json": direct };
    expect(only(await read(prefix([record({ files })], site)))).toMatchObject({
      manager: "conda",
      own: null,
    });
  });

  it("is pip's, where pip has replaced it", async () => {
    const site = { "a-2.0.dist-info/METADATA": metadata("a", "2.0"), "a.py": "" };
    const inventory = await read(prefix([record({ files })], site));
    expect(only(inventory)).toMatchObject({ key: "a@2.0", manager: null, source: { type: "registry" } });
    expect(inventory.gaps).toEqual([]);
  });

  it("is what its purls name, where it has no metadata", async () => {
    const purls = ["pkg:pypi/A_b@1.0.post1", "pkg:pypi/c?source=hash-mapping", "pkg:generic/d@1"];
    const inventory = await read(prefix([record({ files: ["share/x"], purls })]));
    expect(keys(inventory)).toEqual(["a-b@1.0.post1", "c@1.0"]);
    expect(inventory.dependencies[0]?.origins[0]).toMatchObject({ path: "conda-meta/0.json", line: null });
  });

  it("is not there twice, where another package has its metadata", async () => {
    const base = record({ files });
    const meta = record({ name: "a", files: [], purls: ["pkg:pypi/a"] });
    expect(keys(await read(prefix([base, meta], installed)))).toEqual(["a@1.0"]);
  });
});

describe("what nothing maps", () => {
  it.each<[string, Readonly<Record<string, unknown>>, readonly (readonly [string, boolean])[]]>([
    ["with files in a site directory", { files: [`${SITE}/a.py`] }, [["conda-unmapped", false]]],
    ["without", { files: ["lib/liba.so"] }, [["conda-unmapped", true]]],
    ["that nothing lists the files of", {}, [["conda-unmapped", false]]],
    ["that is known to be none", { files: [`${SITE}/a.py`], purls: [] }, [["conda-unmapped", true]]],
    ["the interpreter", { name: "python", files: [`${SITE}/README.txt`] }, [["conda-unmapped", true]]],
  ])("is counted: a package %s", async (_, fields, expected) => {
    const { gaps } = await read(prefix([record(fields)]));
    expect(gaps.map(({ code, expected: isExpected }) => [code, isExpected])).toEqual(expected);
  });

  it.each(["", "{", "[]", "null", '{"name": 1}', "[".repeat(100_000)])(
    "has a gap for %.10j",
    async (text) => {
      expect(codes(await read(prefix([text])))).toEqual(["unparsable-file"]);
    },
  );
});
