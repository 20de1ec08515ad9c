// Validates every example and 200 generated reports, in every format and version, with what the formats' own projects publish.
//
//   node tools/conformance/report-schemas/compare.ts PYTHON
//
// PYTHON has cyclonedx-python-lib[validation], spdx-tools, spdx-python-model and junitparser; Go, where it is on the path, validates
// OpenVEX. Exit code 1: a report is not valid.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPORTS } from "../../../packages/pyward/src/reports/registry.ts";
import { EXAMPLES, exampleReport } from "../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../test/laws/generated-reports.ts";

const [python] = process.argv.slice(2);
if (python === undefined) throw new Error("which Python?");
const folder = mkdtempSync(join(tmpdir(), "pyward-reports-"));
try {
  console.log(`${await writeAll()} reports of ${REPORTS.length} formats`);
  const isValid = [run(python, [join(import.meta.dirname, "validate.py"), folder]), runGo()];
  process.exitCode = isValid.includes(false) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

async function writeAll(): Promise<number> {
  const reports = [...EXAMPLES.map(exampleReport), ...generatedReports(200)];
  let written = 0;
  for (const { meta, load } of REPORTS) {
    const reporter = await load();
    for (const version of meta.versions ?? [""])
      for (const [at, report] of reports.entries()) {
        const text = reporter.render(report, { width: 80, color: false, verbose: false, version });
        writeFileSync(join(folder, `${meta.id}@${version}-${at}.txt`), text);
        written++;
      }
  }
  return written;
}

function runGo(): boolean {
  const cwd = join(import.meta.dirname, "openvex");
  if (spawnSync("go", ["version"]).error === undefined) return run("go", ["run", ".", folder], cwd);
  console.log("openvex: not validated, there is no Go here");
  return true;
}

function run(program: string, argv: readonly string[], cwd?: string): boolean {
  return spawnSync(program, argv, { stdio: ["ignore", "inherit", "inherit"], cwd }).status === 0;
}
