import { expect, test } from "vitest";
import { barsOf, holds } from "./bars.ts";
import { logChart } from "./chart.ts";
import type { Figure } from "./figures.ts";
import { pageOf } from "./page.ts";

test("a bar is held against two figures of the run, and says where one is missing", () => {
  const bars = barsOf([
    figure("an empty Node process", "nothing", { input: "", cpu: 0.02 }),
    figure("pyward (npm)", "w500", { cpu: 0.05 }),
  ]);
  const bar = bars.find(({ claim }) => claim.startsWith("494 pins, npm, requirements.txt"));
  expect(bar).toMatchObject({ value: { median: 2.5 }, relation: "at most", bound: 2.4 });
  expect(bar && holds(bar)).toBe(false);
  expect(bars.find(({ claim }) => claim.startsWith("5,000 pins, npm: CPU"))).toMatchObject({ value: null });
});

test("a wrong answer stands beside its time", () => {
  const wrong = { kind: "answered", found: 9, missed: 2, beyond: 1 } as const;
  const { text, charts } = pageOf(
    {
      figures: [
        { ...figure("pyward (npm)", "w500", { cpu: 0.002 }), state: "warm" },
        { ...figure("fast", "w500", { cpu: 0.001 }), answer: wrong },
      ],
      cannot: [{ tool: "slow", work: "w500", pins: 494, input: "uv.lock" }],
      grown: [
        {
          name: "pins of one file",
          unit: "pins",
          points: [
            { size: 10, cpu: spread(0.05), doubled: null, bare: null },
            { size: 40, cpu: spread(0.2), doubled: 2, bare: null },
          ],
          worst: 2,
        },
      ],
    },
    [],
    { date: "2026-11-24", versions: ["fast 1.0"] },
  );
  expect(text).toContain("| 0.50 (0.50–0.50) |");
  expect(text).toContain("**9 found, 2 missed, 1 beyond**");
  expect(text).toContain("- uv.lock: slow cannot read it.");
  expect([...charts.keys()]).toEqual(["growth-pins.svg", "wall.svg", "cpu.svg", "memory.svg"]);
  expect(text).toContain("| pins of one file | 10 to 40 | 0.050 to 0.200 | 2.00 |");
});

test("where cost doubles with the work, the line rises evenly", () => {
  const svg = logChart([{ name: "a<b", points: [1, 10, 100].map((x) => ({ x, y: x })) }], {
    title: "t",
    x: "x",
    y: "y",
  });
  const points =
    /points="([^"]+)"/u
      .exec(svg)?.[1]
      ?.split(" ")
      .map((pair) => pair.split(",").map(Number)) ?? [];
  const [first, second, third] = points.map(([, y = 0]) => y);
  expect((first ?? 0) - (second ?? 0)).toBeCloseTo((second ?? 0) - (third ?? 0), 0);
  expect(svg).toContain("a&lt;b");
});

function spread(value: number) {
  return { least: value, median: value, most: value };
}

function figure(tool: string, work: string, { input = "requirements.txt", cpu = 1 }): Figure {
  const one = spread(cpu);
  return {
    tool,
    work,
    pins: 494,
    input,
    state: "no cache",
    wall: one,
    cpu: one,
    memory: one,
    exits: [1],
    runs: [{ wall: cpu, cpu, mb: cpu, exit: 1 }],
    answer: null,
  };
}
