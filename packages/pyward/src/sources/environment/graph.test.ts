import { describe, expect, it } from "vitest";
import { keys, metadata, read, venv, type Files } from "./memory-environment.ts";

describe("several of a name", () => {
  it("counts the first on the path, and notes the one that it shadows", async () => {
    const inventory = await read({
      "local/lib/python3.11/dist-packages/a-2.dist-info/METADATA": metadata("a", "2"),
      "lib/python3/dist-packages/a-1.egg-info": metadata("a", "1"),
    });
    expect(keys(inventory)).toEqual(["a@2"]);
    expect(inventory.notes).toHaveLength(1);
  });

  it("counts both where they are on the paths of different interpreters", async () => {
    const inventory = await read({
      "lib/python3.11/site-packages/a-1.dist-info/METADATA": metadata("a", "1"),
      "lib/python3.12/site-packages/a-2.dist-info/METADATA": metadata("a", "2"),
      "lib/python3.12/site-packages/b-1.dist-info/METADATA": metadata("b", "1", "a"),
    });
    expect(keys(inventory)).toEqual(["a@1", "a@2", "b@1"]);
    expect(inventory.edges.map(({ to }) => to)).toEqual(["a@2"]);
    expect(inventory.notes).toEqual([]);
  });

  it("does not shadow what another interpreter still finds in the shared folder", async () => {
    const inventory = await read({
      "local/lib/python3.11/dist-packages/a-2.dist-info/METADATA": metadata("a", "2"),
      "lib/python3/dist-packages/a-1.egg-info": metadata("a", "1"),
      "lib/python3.12/site-packages/": "",
      "lib/python3.12/site-packages/b-1.dist-info/METADATA": metadata("b", "1"),
    });
    expect(keys(inventory)).toEqual(["a@2", "a@1", "b@1"]);
  });

  it("counts both in one folder, and says so", async () => {
    const files = venv({
      "a-1.dist-info/METADATA": metadata("a", "1"),
      "a.egg-info/PKG-INFO": metadata("a", "0.9"),
    });
    const inventory = await read(files);
    expect(keys(inventory)).toEqual(["a@0.9", "a@1"]);
    expect(inventory.notes).toHaveLength(1);
  });

  it("joins two records of the same release", async () => {
    const files = venv({
      "a-1.dist-info/METADATA": metadata("a", "1", "b"),
      "A.egg-info/PKG-INFO": metadata("A", "1"),
      "b-1.dist-info/METADATA": metadata("b", "1"),
    });
    const inventory = await read(files);
    expect(inventory.dependencies.map(({ key, origins }) => [key, origins.length])).toEqual([
      ["a@1", 2],
      ["b@1", 1],
    ]);
    expect(inventory.edges).toEqual([{ from: "a@1", to: "b@1", marker: null }]);
  });

  it("sorts by place on the path, then by name", async () => {
    const files = venv({
      "Zope-1.dist-info/METADATA": metadata("Zope", "1"),
      "b-1.dist-info/METADATA": metadata("b", "1"),
      "A-1.dist-info/METADATA": metadata("A", "1"),
    });
    expect(keys(await read(files))).toEqual(["a@1", "b@1", "zope@1"]);
  });
});

describe("the graph", () => {
  const graph = async (files: Files) => {
    const inventory = await read(venv(files));
    return {
      edges: inventory.edges.map(({ from, to, marker }) =>
        marker === null ? `${from} ${to}` : `${from} ${to} ${marker}`,
      ),
      direct: inventory.dependencies.filter(({ direct }) => direct).map(({ name }) => name),
      tooling: inventory.dependencies
        .filter(({ scopes }) => scopes.includes("tooling"))
        .map(({ name }) => name),
    };
  };
  const dist = (name: string, ...requirements: readonly string[]): Files => ({
    [`${name}-1.dist-info/METADATA`]: metadata(name, "1", ...requirements),
  });

  it("has what Requires-Dist names and is installed, and nothing needs what is direct", async () => {
    expect(
      await graph({
        ...dist("a", "b>=1", "c ; python_version < '3.8'", "absent", "not a requirement ("),
        ...dist("b"),
        ...dist("c"),
      }),
    ).toMatchObject({
      edges: ["a@1 b@1"],
      direct: ["a", "c"],
    });
  });

  it("keeps the markers that the files cannot decide", async () => {
    const { edges } = await graph({
      ...dist("a", "b; sys_platform == 'win32' and python_version >= '3.8'"),
      ...dist("b"),
    });
    expect(edges).toEqual(['a@1 b@1 sys_platform == "win32" and python_version >= "3.8"']);
  });

  it("has the requirements of an extra only where something asks for the extra", async () => {
    const socks = dist("requests", "urllib3", "PySocks; extra == 'SOCKS'");
    const others = { ...dist("urllib3"), ...dist("pysocks") };
    expect((await graph({ ...socks, ...others })).edges).toEqual(["requests@1 urllib3@1"]);
    expect((await graph({ ...dist("a", "requests[socks]"), ...socks, ...others })).edges).toEqual([
      "a@1 requests@1",
      "requests@1 pysocks@1",
      "requests@1 urllib3@1",
    ]);
  });

  it("follows extras that ask for extras, round in a circle", async () => {
    const { edges } = await graph({
      ...dist("a", "a[y]; extra == 'x'", "b; extra == 'y'"),
      ...dist("b", "a[x]"),
    });
    expect(edges).toEqual(["a@1 b@1", "b@1 a@1"]);
  });

  it("reads the requirements of an egg-info", async () => {
    const { edges } = await graph({
      "a.egg-info/PKG-INFO": metadata("a", "1"),
      "a.egg-info/requires.txt":
        "b>=1\n\n[:python_version < '3']\nc\n\n[x:python_version > '3']\nd\n[x]\ne\n",
      ...dist("b"),
      ...dist("c"),
      ...dist("d"),
      ...dist("e"),
      ...dist("f", "a[x]"),
    });
    expect(edges).toEqual(["a@1 b@1", "a@1 d@1", "a@1 e@1", "f@1 a@1"]);
  });

  it("calls direct what was requested, too", async () => {
    expect((await graph({ ...dist("a", "b"), ...dist("b"), "b-1.dist-info/REQUESTED": "" })).direct).toEqual([
      "a",
      "b",
    ]);
  });

  it("has a way in to a circle", async () => {
    expect((await graph({ ...dist("b", "c"), ...dist("c", "b"), ...dist("a") })).direct).toEqual(["a", "b"]);
  });

  it("calls the seeds tooling, unless something needs them", async () => {
    const seeds = {
      ...dist("pip"),
      ...dist("setuptools"),
      ...dist("wheel", "packaging"),
      ...dist("packaging"),
    };
    expect((await graph(seeds)).tooling).toEqual(["pip", "setuptools", "wheel"]);
    expect((await graph({ ...seeds, ...dist("a", "setuptools") })).tooling).toEqual(["pip", "wheel"]);
    expect((await graph(dist("uv"))).tooling).toEqual([]);
  });
});
