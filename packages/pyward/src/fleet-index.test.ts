import { expect, test } from "vitest";
import { exampleReport } from "../../../test/laws/example-reports.ts";
import {
  admit,
  NO_FLEET,
  readFleet,
  refuse,
  releasesOf,
  updateFleet,
  writeFleet,
  type Admitted,
  type FleetIndex,
} from "./fleet-index.ts";
import type { Report } from "./model/index.ts";

const ALL = updateFleet(NO_FLEET, () => true, [
  inventory("a.json", "brick 1.0", "tile 2.0"),
  inventory("b.json", "tile 2.0", "slate 1.0"),
  inventory("c.json", "tile 3.0"),
]);

test("only the inventories that hold a package are named, in the order of their paths", () => {
  expect(shown(ALL, "tile", "brick")).toEqual([
    "a.json brick 1.0",
    "a.json tile 2.0",
    "b.json tile 2.0",
    "c.json tile 3.0",
  ]);
  expect(shown(ALL, "gravel")).toEqual([]);
});

test("an inventory that changed takes the place of what it was, and those behind it keep theirs", () => {
  const changed = updateFleet(ALL, ({ path }) => path !== "a.json", [inventory("a.json", "slate 4.0")]);
  expect(shown(changed, "brick", "slate", "tile")).toEqual([
    "a.json slate 4.0",
    "b.json slate 1.0",
    "b.json tile 2.0",
    "c.json tile 3.0",
  ]);
  expect([...changed.lines.keys()]).toEqual(["slate", "tile"]);
});

test("what is kept reads as it was; of another version or cut off, it is made anew", () => {
  const text = writeFleet(ALL, "1.0");
  expect(readFleet(text, "1.0")).toEqual(ALL);
  expect(readFleet(text, "1.1")).toBeNull();
  for (const end of [text.length - 1, text.length - 9, 20, 0])
    expect(readFleet(text.slice(0, end), "1.0")).toBeNull();
});

test("an inventory that cannot be read is a gap of its own", () => {
  const { members } = updateFleet(ALL, () => true, [refuse({ path: "d.json", stamp: null }, "it is torn")]);
  expect(members.map(({ gaps }) => gaps.map(({ code, reason }) => [code, reason]))).toEqual([
    [],
    [],
    [],
    [["unparsable-file", "it is torn"]],
  ]);
});

function shown(index: FleetIndex, ...names: readonly string[]): readonly string[] {
  return releasesOf(index, names).map(({ member, name, version }) => `${member.path} ${name} ${version}`);
}

function inventory(path: string, ...releases: readonly string[]): Admitted {
  const example: Report = exampleReport("webshop");
  const [dependency] = example.dependencies;
  if (dependency === undefined) throw new Error("the example has no dependency");
  const dependencies = releases.map((release) => {
    const [name = "", version = null] = release.split(" ");
    return { ...dependency, name, version };
  });
  return admit({ ...example, dependencies, gaps: [] }, { path, stamp: "1", gaps: [] });
}
