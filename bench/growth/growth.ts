/**
 * `node bench/growth/growth.ts [RUNS] [--output FOLDER]`: what it costs to audit twice as much: pins, projects, files of one project, advisories.
 *
 * CPU time of whole cold processes of the npm bundle, medians. "Doubled": what one doubling multiplies the cost by, over all, and without what
 * an audit of the smallest size costs, which shows what grows faster than the work before the whole does. Ends with 1 where a doubling more than doubles the cost.
 * `--output`: a chart of each, as SVG.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { spreadText } from "../measure.ts";
import { growthCharts, measureGrowth, type Growth } from "./grown.ts";

async function main(runs: number, output: string | undefined): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-growth-"));
  try {
    const grown = await measureGrowth(folder, runs);
    grown.forEach(print);
    if (output !== undefined) {
      mkdirSync(output, { recursive: true });
      for (const [name, chart] of growthCharts(grown)) writeFileSync(join(output, name), chart);
    }
    return grown.every(({ worst }) => worst <= 2) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print({ name, unit, points, worst }: Growth): void {
  console.log(name);
  for (const { size, cpu, doubled, bare } of points) {
    const whole = doubled === null ? "" : `, doubled: ${doubled.toFixed(2)} ×`;
    const rest = bare === null ? "" : `, ${bare.toFixed(2)} × without the start`;
    console.log(`  ${String(size).padStart(7)} ${unit}: CPU ${spreadText(cpu, 3)} s${whole}${rest}`);
  }
  console.log(
    `  ${worst <= 2 ? "holds " : "BROKEN"} a doubling at most doubles the cost: ${worst.toFixed(2)} ×`,
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: "string" } },
});
process.exitCode = await main(Number(positionals[0] ?? "5"), values.output);
