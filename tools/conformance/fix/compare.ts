// Fixes made-up projects over an index of this machine, and asks pyward, uv and pip about the result.
//     node tools/conformance/fix/compare.ts UV PYTHON [COUNT]
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loopbackIndex } from "../../../test/loopback-index.ts";
import { publish } from "../../../test/loopback-packages.ts";
import { publishWheels } from "./publish-wheels.ts";
import { randomProject } from "./random-project.ts";
import { failuresIn, pyward, run, type SaidFix } from "./run-tools.ts";

const [uv = "uv", python = "python3", count = "200"] = process.argv.slice(2);
const root = await mkdtemp(join(tmpdir(), "pyward-fix-"));
const version = await run(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], {
  cwd: root,
  home: root,
});
const PYTHON = version.stdout.trim();
const totals = { vulnerable: 0, changed: 0, cleared: 0, chosen: 0, unproved: 0 };
const failures: string[] = [];

for (let seed = 0; totals.vulnerable < Number(count); seed++) {
  const problem = await fixOne(seed);
  if (problem !== null) failures.push(`seed ${seed}: ${problem}`);
}
await rm(root, { recursive: true, force: true });
failures.forEach((line) => console.log(line));
const { vulnerable, changed, cleared, chosen, unproved } = totals;
console.log(
  `${vulnerable} projects, ${changed} changed, ${cleared} of ${chosen} findings cleared, ${unproved} plans not proved smallest: ${failures.length} problems`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Null: all is as it is said to be. */
async function fixOne(seed: number): Promise<string | null> {
  const { packages, advisories, requirements } = randomProject(seed);
  const index = await loopbackIndex();
  try {
    publish(index, packages);
    publishWheels(index, packages);
    const place = { cwd: join(root, String(seed)), home: join(root, "home") };
    await mkdir(join(place.cwd, "records"), { recursive: true });
    for (const [at, record] of advisories.entries())
      await writeFile(join(place.cwd, "records", `${at}.json`), JSON.stringify(record));
    await writeFile(join(place.cwd, "requirements.txt"), requirements);
    return await compare(place, index.url);
  } finally {
    await index.close();
  }
}

async function compare(place: { cwd: string; home: string }, url: string): Promise<string | null> {
  const data = ["--database", "records", "--index-url", url, "--python", PYTHON, "--platform", "linux"];
  const before = await audited(place, data);
  if (before.size === 0) return null;
  totals.vulnerable++;
  const fixed = await pyward(["fix", "requirements.txt", "--yes", "-f", "json", ...data], place);
  if (![0, 1].includes(fixed.code)) return `pyward fix exits ${fixed.code}: ${fixed.stderr}`;
  const said = JSON.parse(fixed.stdout) as SaidFix;
  const changes = said.parts.flatMap((part) => part.changes);
  const left = said.parts.flatMap((part) => part.left);
  totals.chosen += said.findings.chosen;
  totals.cleared += said.findings.cleared;
  if (changes.length > 0) totals.changed++;
  totals.unproved += said.parts.filter(({ isSmallest }) => !isSmallest).length;
  if (said.findings.chosen !== before.size) return `${said.findings.chosen} chosen, ${before.size} found`;
  if (left.some(({ reasons }) => reasons.length === 0)) return "what is left has no reason";
  const after = await audited(place, data);
  const claimed = changes.flatMap(({ package: name, clears }) => clears.map(({ id }) => `${name} ${id}`));
  const still = claimed.filter((one) => after.has(one));
  if (still.length > 0) return `claims to clear what is still there: ${still.join(", ")}`;
  const fresh = [...after].filter((one) => !before.has(one));
  if (fresh.length > 0) return `brings ${fresh.join(", ")}`;
  if (before.size - after.size !== said.findings.cleared)
    return `${said.findings.cleared} said to be cleared, ${before.size - after.size} are`;
  return installs(place, url);
}

async function audited(place: { cwd: string; home: string }, data: readonly string[]) {
  const audit = await pyward(["audit", "requirements.txt", "-f", "json", ...data], place);
  return failuresIn(audit.stdout);
}

async function installs(place: { cwd: string; home: string }, url: string): Promise<string | null> {
  const asked = ["requirements.txt", "--index-url", url, "--python", python, "-q"];
  const compiled = await run(uv, ["pip", "compile", ...asked, "--no-header"], place);
  if (compiled.code !== 0) return `uv: ${compiled.stderr.trim()}`;
  const pip = ["-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-cache-dir", "-q"];
  const where = ["--index-url", url, "--only-binary", ":all:"];
  const tried = await run(python, [...pip, ...where, "-r", "requirements.txt"], place);
  if (tried.code !== 0) return `pip: ${tried.stderr.trim().split("\n").at(-1) ?? ""}`;
  const text = await readFile(join(place.cwd, "requirements.txt"), "utf8");
  return /^(?:[a-z]+==[\d.]+\n)+$/.test(text) ? null : `the file is no list of pins any more: ${text}`;
}
