import { expect, test } from "vitest";
import { fileOrigin, makeDependency, makeInventory, type Dependency } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import { mergeSources, type ReadSource } from "./merge-sources.ts";
import { settleAmong } from "./wheelhouse.ts";

function artifact(name: string, version: string, ...needs: readonly Dependency[]): ReadSource {
  const root = makeDependency({
    name: normalizeName(name),
    version,
    pin: "exact",
    basis: "installed",
    source: { type: "path", url: null },
    origins: [fileOrigin(`${name}-${version}.whl`)],
  });
  const edges = needs.map(({ key }) => ({ from: root.key, to: key, marker: null }));
  return {
    kind: "wheel",
    path: `${name}-${version}.whl`,
    inventory: makeInventory({ dependencies: [root, ...needs], edges }),
  };
}

function need(name: string, specifiers: string | null, version: string | null = null): Dependency {
  return makeDependency({
    name: normalizeName(name),
    version,
    pin: version !== null ? "exact" : specifiers === null ? "unpinned" : "range",
    specifiers,
    basis: "declared",
    source: { type: "registry", url: null },
    direct: false,
    origins: [fileOrigin("METADATA")],
  });
}

const refs = (sources: readonly ReadSource[]) =>
  mergeSources("p1", settleAmong(sources)).dependencies.map(({ ref, entries }) => [ref, entries]);

test("what one artifact needs and another is, is that one: the highest that the range allows", () => {
  const sources = [
    artifact(
      "app",
      "1.0",
      need("brick", ">=1,<3"),
      need("lime", null),
      need("sand", null, "2.0"),
      need("gone", ">1"),
    ),
    artifact("brick", "1.5"),
    artifact("brick", "2.0rc1"),
    artifact("brick", "3.0"),
    artifact("lime", "0.1"),
    artifact("sand", "2.0.0"),
  ];
  const { dependencies, needs } = mergeSources("p1", settleAmong(sources));
  expect(dependencies.map(({ ref, pin, entries }) => [ref, pin, entries])).toEqual([
    ["p1:app@1.0", "exact", 1],
    ["p1:brick@1.5", "exact", 1],
    ["p1:brick@2.0rc1", "exact", 2],
    ["p1:brick@3.0", "exact", 1],
    ["p1:gone", "range", 1],
    ["p1:lime@0.1", "exact", 2],
    ["p1:sand@2.0.0", "exact", 2],
  ]);
  expect(needs.get("p1:app@1.0")).toEqual(["p1:brick@2.0rc1", "p1:gone", "p1:lime@0.1", "p1:sand@2.0.0"]);
});

test("a range that no artifact is in, a URL and what lies inside of an artifact stay as they are", () => {
  const copy = { ...need("brick", null, "1.0"), basis: "installed", embeddedIn: "app@1.0" } as const;
  const url = { ...need("brick", null), pin: "url", key: "brick from elsewhere" } as const;
  expect(refs([artifact("app", "1.0", need("brick", "<1"), url), artifact("brick", "1.0", copy)])).toEqual([
    ["p1:app@1.0", 1],
    ["p1:brick", 1],
    ["p1:brick#2", 1],
    ["p1:brick@1.0", 1],
    ["p1:brick@1.0#2", 1],
  ]);
});

test("one artifact alone is left alone", () => {
  expect(refs([artifact("app", "1.0", need("app", ">=1"))])).toEqual([
    ["p1:app", 1],
    ["p1:app@1.0", 1],
  ]);
});
