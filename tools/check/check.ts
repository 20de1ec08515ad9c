// `npm run check` and `npm test`: every gate, here as in CI. All of them run, whatever fails, so that one run tells
// everything. The last line is the true count: each test of the runner, and each gate as one more.
// `npm run check -- lint types` runs only these.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { GATES, type Gate } from "./gates.ts";
import { readTestReport, totals, type Outcome, type TestCounts } from "./totals.ts";

const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, "node_modules/.bin");

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => GATES.every((gate) => gate.name !== name));
  if (unknown.length > 0) {
    console.error(
      `no such gate: ${unknown.join(", ")}. There are: ${GATES.map((gate) => gate.name).join(", ")}`,
    );
    process.exitCode = 2;
    return;
  }
  const outcomes: Outcome[] = [];
  for (const gate of GATES) {
    if (names.length > 0 && !names.includes(gate.name)) continue;
    const outcome = await runGate(gate);
    outcomes.push(outcome);
    console.log(line(outcome));
    if (!outcome.passed) console.log(`${outcome.output.trimEnd()}\n→ ${gate.hint}\n`);
  }
  const { passed, failed } = totals(outcomes);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function line({ name, passed, seconds, tests }: Outcome): string {
  const counts =
    tests === null ? "" : `  ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`;
  return `${passed ? "ok  " : "FAIL"} ${name.padEnd(12)}${seconds.toFixed(1).padStart(6)} s${counts}`;
}

async function runGate(gate: Gate): Promise<Outcome> {
  const started = Date.now();
  const { code, output, tests } = gate.name === "tests" ? await runTests(gate) : await run(gate.command);
  return { name: gate.name, passed: code === 0, seconds: (Date.now() - started) / 1000, output, tests };
}

interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly tests: TestCounts | null;
}

/** The numbers come from the runner's own report, never from its prose. */
async function runTests(gate: Gate): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), "pyward-check-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ran = await run([...gate.command, ...reporters]);
  const tests = await readTestReport(report);
  await rm(folder, { recursive: true });
  return { ...ran, tests };
}

function run([program, ...options]: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const environment = { ...process.env, PATH: [BIN, process.env["PATH"]].join(delimiter), NO_COLOR: "1" };
    const child = spawn(program === "node" ? process.execPath : String(program), options, {
      cwd: ROOT,
      env: environment,
      shell: process.platform === "win32" && program !== "node", // the programs are .cmd files there
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: null, output: String(error), tests: null }));
    child.on("close", (code) => resolve({ code, output, tests: null }));
  });
}

await main(process.argv.slice(2));
