// `node bench/resolve-projects.ts UV [NAME…]`: real projects by our resolver and by `uv pip compile`, over the default index as it is now, kept on a
// loopback address with 20 ms before each answer. Cold: nothing is kept by either; warm: what the cold run kept. The best of three; ours without the
// start of node. KEPT names a folder for what the index said. A project for which uv builds sdists is left out, for pyward builds nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../tools/conformance/resolve/ask-uv.ts";
import { BEFORE, PROJECTS, type AskedProject } from "../tools/conformance/resolve/projects-list.ts";
import { IndexMirror } from "./index-mirror.ts";

const LATENCY = 20;
const RUNS = 3;
const [WARM_BAR, COLD_BAR] = [3, 2] as const;
const BUILDS: ReadonlySet<string> = new Set(["superset", "home-assistant", "pandas", "boto3"]);

interface Place {
  readonly uv: string;
  readonly folder: string;
  readonly origin: string;
}

interface Times {
  readonly ours: number;
  readonly uv: number;
}

async function main(uv: string, names: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-bench-"));
  const mirror = new IndexMirror(process.env["KEPT"] ?? join(folder, "index"));
  const place = { uv, folder, origin: await mirror.listen() };
  const wanted = PROJECTS.filter(({ name }) =>
    names.length === 0 ? !BUILDS.has(name) : names.includes(name),
  );
  const over: string[] = [];
  const all = { cold: { ours: 0, uv: 0 }, warm: { ours: 0, uv: 0 } };
  try {
    for (const project of wanted) {
      // What the index says is fetched before anything is measured.
      mirror.latency = 0;
      await measure(project, place, "first");
      mirror.latency = LATENCY;
      const cold = await best(async (run) => measure(project, place, `cold-${run}`));
      const warm = await best(async () => measure(project, place, "cold-0"));
      const isOver = cold.ours > COLD_BAR * cold.uv || warm.ours > WARM_BAR * warm.uv;
      if (isOver) over.push(project.name);
      console.log(
        `${project.name}: cold ${shown(cold)}; warm ${shown(warm)}${isOver ? ", over the bar" : ""}`,
      );
      for (const [kind, times] of [
        ["cold", cold],
        ["warm", warm],
      ] as const) {
        all[kind].ours += times.ours;
        all[kind].uv += times.uv;
      }
    }
  } finally {
    mirror.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `${wanted.length} projects: warm ${shown(all.warm)}, at most ${WARM_BAR}; cold ${shown(all.cold)}, at most ${COLD_BAR}; over the bar by themselves: ${over.join(", ") || "none"}`,
  );
  const holds = all.warm.ours <= WARM_BAR * all.warm.uv && all.cold.ours <= COLD_BAR * all.cold.uv;
  process.exitCode = holds ? 0 : 1;
}

function shown({ ours, uv }: Times): string {
  return `${(ours / 1000).toFixed(2)} s to uv's ${(uv / 1000).toFixed(2)} s (${(ours / uv).toFixed(1)} ×)`;
}

async function best(measured: (run: number) => Promise<Times>): Promise<Times> {
  const times: Times[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await measured(run));
  return { ours: Math.min(...times.map(({ ours }) => ours)), uv: Math.min(...times.map((one) => one.uv)) };
}

/** With the caches of that name. */
async function measure(project: AskedProject, { uv, folder, origin }: Place, cache: string): Promise<Times> {
  const own = join(folder, project.name, cache);
  mkdirSync(own, { recursive: true });
  const script = join(import.meta.dirname, "resolve-project.ts");
  const ours = await runProgram(process.execPath, [
    script,
    project.name,
    `${origin}/simple/`,
    join(own, "ours"),
  ]);
  const answer: { readonly time: number; readonly pins: number | string } = JSON.parse(ours.stdout);
  const input = join(own, "ask.in");
  writeFileSync(input, project.ask.map((line) => `${line}\n`).join(""));
  const started = performance.now();
  const theirs = await runProgram(uv, [
    // Named, so that it looks for no other.
    ...[
      "pip",
      "compile",
      input,
      "--python",
      join(dirname(uv), "python"),
      "--no-header",
      "--no-annotate",
      "--no-config",
      "--quiet",
    ],
    ...["--python-version", "3.12", "--python-platform", "x86_64-unknown-linux-gnu", "--no-python-downloads"],
    ...["--exclude-newer", BEFORE, "--index-url", `${origin}/simple`, "--cache-dir", join(own, "uv")],
  ]);
  const time = performance.now() - started;
  const pins = theirs.stdout.split("\n").filter((line) => line.includes("==")).length;
  if (pins !== answer.pins)
    throw new Error(`${project.name}: ${answer.pins} pins, uv ${pins} ${theirs.stderr}`);
  return { ours: answer.time, uv: time };
}

const [uv = "uv", ...names] = process.argv.slice(2);
await main(uv, names);
