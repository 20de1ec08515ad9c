import type { Cause } from "./causes.ts";
import type { Differences } from "./measure.ts";
import type { PeerRun, WorkloadResult } from "./workload.ts";

/** Some lines for the terminal: the numbers, then whatever has no cause. */
export function summary(result: WorkloadResult): string {
  const { pyward } = result;
  const same = [...pyward.same].map(([what, count]) => `${what}: ${count} differ`).join("; ");
  return [
    `${result.name}: ${result.pins} pins, ${result.truth} true, pyward ${pyward.findings}` +
      ` (missed ${pyward.missed.length}, bound not PEP 440 ${pyward.odd.length}, extra ${pyward.extra.length}); ${same}`,
    `  pyward fixes ${JSON.stringify(pyward.fixes)}`,
    ...[...pyward.missed, ...pyward.extra].slice(0, 10).map((key) => `  pyward wrong: ${key}`),
    ...result.runs.map((run) => `  ${runLine(run)}`),
  ].join("\n");
}

function runLine({ peer, input, lost, comparison, note }: PeerRun): string {
  const start = `${peer} ${input}${lost === null ? "" : ` LOST (${lost})`}`;
  if (comparison === null) return start;
  const { rows, findings, agreed, fixes } = comparison;
  return (
    `${start}: ${rows} rows, ${findings} findings, ${agreed} agreed, ` +
    `only pyward {${causes(comparison.onlyPyward)}}, only it {${causes(comparison.onlyPeer)}}, ` +
    `fixes ${JSON.stringify(fixes)}${note === null ? "" : `, ${note}`}`
  );
}

export function causes(differences: ReadonlyMap<Cause, Differences>): string {
  return [...differences]
    .map(
      ([cause, { count, examples }]) =>
        `${cause} ${count}${cause === "unexplained" || count < 4 ? ` (${examples.join("; ")})` : ""}`,
    )
    .join(", ");
}

/** What makes the comparison fail: a difference without a cause, something true that pyward misses or makes up. */
export function unexplained({ pyward, runs }: WorkloadResult): number {
  const differences = runs.flatMap(({ comparison }) =>
    comparison === null ? [] : [comparison.onlyPyward, comparison.onlyPeer],
  );
  const without = differences.map((each) => each.get("unexplained")?.count ?? 0);
  const sameness = [...pyward.same.values()];
  return [...without, ...sameness].reduce(
    (sum, each) => sum + each,
    pyward.missed.length + pyward.extra.length,
  );
}
