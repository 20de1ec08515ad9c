// `node bench/resolve.ts [RUNS]`: a graph of 500 packages in memory, solved in one environment. Processor time of the solver alone.
import { resolve } from "../packages/pyward/src/resolve/resolve.ts";
import { metadataOf, requestOf } from "../packages/pyward/src/resolve/scenarios/scenario.ts";

const PACKAGES = 500;
const BAR = 200;

/** Each package has ten versions and needs three of those after it, the newest one too tightly for some. */
const index = Object.fromEntries(
  Array.from({ length: PACKAGES }, (_, at) => [
    `p${at}`,
    Object.fromEntries(
      Array.from({ length: 10 }, (__, version) => {
        const needs = [1, 7, 31]
          .map((step) => at + step)
          .filter((other) => other < PACKAGES)
          .map((other) => `p${other}${version === 9 && other % 50 === 0 ? "<5" : ">=1"}`);
        return [`${version}.0`, needs.join(" & ")];
      }),
    ),
  ]),
);

const scenario = { name: "", index, ask: "p0", pins: null };
const times: number[] = [];
let pins = 0;
for (let run = 0; run < Number(process.argv[2] ?? "9"); run++) {
  const metadata = metadataOf(scenario);
  const start = process.cpuUsage();
  const resolution = await resolve(requestOf(scenario), metadata);
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1000);
  pins = resolution.kind === "resolved" ? resolution.pins.length : 0;
}
const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
console.log(
  `${pins} packages: ${median.toFixed(0)} ms of processor time (median of ${times.length}; at most ${BAR})`,
);
process.exitCode = pins === PACKAGES && median <= BAR ? 0 : 1;
