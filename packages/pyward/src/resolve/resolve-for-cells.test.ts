import { expect, test } from "vitest";
import { evaluateMarker, formatVersion, parseMarker } from "../python/index.ts";
import { resolveForCells, type TargetCell } from "./resolve-for-cells.ts";
import { environmentOf, metadataOf, requestOf, type ScenarioIndex } from "./scenarios/scenario.ts";

const PLATFORMS = ["linux", "macos", "windows"] as const;
const CELLS = ["3.10", "3.11", "3.12"].flatMap((python) =>
  PLATFORMS.map((platform): TargetCell => {
    const environment = environmentOf(python, platform);
    return { python, platform: environment.sys_platform, environment };
  }),
);

async function lock(index: ScenarioIndex, ask: string): Promise<string[] | string> {
  const scenario = { name: "", index, ask, pins: null };
  const answer = await resolveForCells(requestOf(scenario), CELLS, metadataOf(scenario));
  if (answer.kind !== "resolved")
    return `${answer.cell.python} ${answer.cell.platform}: ${answer.resolution.kind}`;
  const left = answer.left.map(
    ({ cell, resolution }) => `no ${cell.python} ${cell.platform}: ${resolution.kind}`,
  );
  const pins = answer.pins.map(({ name, version, marker }) =>
    [`${name}==${version === null ? "?" : formatVersion(version)}`, marker]
      .filter((part) => part !== null)
      .join("; "),
  );
  return [...pins, ...left];
}

test.each<[string, ScenarioIndex, string, string[] | string]>([
  ["the same everywhere", { lamp: { "1.0": "", "2.0": "" } }, "lamp", ["lamp==2.0"]],
  [
    "one platform needs more",
    { lamp: { "1.0": 'wire; sys_platform == "win32"' }, wire: { "1.0": "" } },
    "lamp",
    ["lamp==1.0", 'wire==1.0; sys_platform == "win32"'],
  ],
  [
    "one platform needs less",
    { lamp: { "1.0": 'wire; sys_platform != "win32"' }, wire: { "1.0": "" } },
    "lamp",
    ["lamp==1.0", 'wire==1.0; sys_platform != "win32"'],
  ],
  [
    "a fork in the request",
    { lamp: { "1.0": "", "2.0": "" } },
    'lamp<2; python_version < "3.11" & lamp>=2; python_version >= "3.11"',
    ['lamp==1.0; python_version <= "3.10"', 'lamp==2.0; python_version >= "3.11"'],
  ],
  [
    "what fits everywhere is kept rather than the newest",
    { lamp: { "1.0": "", "2.0": { python: ">=3.12" } } },
    "lamp",
    ["lamp==1.0"],
  ],
  [
    "a platform and a Python",
    { lamp: { "1.0": 'wire; sys_platform == "linux" and python_version == "3.11"' }, wire: { "1.0": "" } },
    "lamp",
    ["lamp==1.0", 'wire==1.0; sys_platform == "linux" and python_version == "3.11"'],
  ],
  [
    "nothing fits in one cell",
    { lamp: { "1.0": 'ghost; sys_platform == "darwin"' } },
    "lamp",
    ["lamp==1.0", "no 3.10 darwin: conflict", "no 3.11 darwin: conflict", "no 3.12 darwin: conflict"],
  ],
  ["nothing fits anywhere", { lamp: { "1.0": "ghost" } }, "lamp", "3.10 linux: conflict"],
])("%s", async (_, index, ask, expected) => {
  expect(await lock(index, ask)).toEqual(expected);
});

test("a marker is true in the cells that have the pin and in no other", async () => {
  const markers = [
    'sys_platform == "linux" or python_version == "3.11"',
    'sys_platform != "linux" and python_version != "3.11"',
    'python_version == "3.10" or (sys_platform == "darwin" and python_version == "3.12")',
    'python_version != "3.11"',
  ];
  for (const marker of markers) {
    const index = { lamp: { "1.0": `wire; ${marker}` }, wire: { "1.0": "" } };
    const scenario = { name: "", index, ask: "lamp", pins: null };
    const answer = await resolveForCells(requestOf(scenario), CELLS, metadataOf(scenario));
    const pins = answer.kind === "resolved" ? answer.pins : [];
    const found = parseMarker(pins.find(({ name }) => name === "wire")?.marker ?? "");
    const asked = parseMarker(marker);
    for (const { environment } of CELLS) {
      const [one, other] = [found, asked].map(
        (parsed) => parsed.ok && evaluateMarker(parsed.value, environment),
      );
      expect(one).toBe(other);
    }
  }
});
