// Fixes real projects as they were locked at past dates, over the user's own package index, and asks pyward, uv and pip about the result. All are resolved by
// uv and pip; some are installed by both, each into an environment of its own, from wheels alone.
//     node tools/conformance/fix/projects.ts UV PYTHON [OPTION-OF-PYWARD…]
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failuresIn, pyward, run, type SaidFix } from "./run-tools.ts";

/** What is asked for, and when uv locked it. */
const PROJECTS: readonly (readonly [asked: string, date: string])[] = [
  ["flask", "2023-02-01"],
  ["django", "2023-02-01"],
  ["requests", "2023-02-01"],
  ["jinja2", "2023-02-01"],
  ["aiohttp", "2023-02-01"],
  ["cryptography paramiko", "2023-02-01"],
  ["pillow", "2023-02-01"],
  ["tornado", "2023-02-01"],
  ["urllib3 boto3", "2023-02-01"],
  ["fastapi uvicorn", "2023-02-01"],
  ["flask-cors flask", "2023-06-01"],
  ["scrapy", "2023-06-01"],
  ["celery redis", "2023-06-01"],
  ["sphinx", "2023-02-01"],
  ["mkdocs", "2023-02-01"],
  ["httpx", "2022-12-01"],
  ["gunicorn django", "2023-06-01"],
  ["twisted", "2023-06-01"],
  ["wagtail", "2023-02-01"],
  ["djangorestframework", "2023-06-01"],
  ["jupyter-server", "2023-06-01"],
  ["pyramid waitress", "2023-02-01"],
  ["black", "2023-06-01"],
  ["werkzeug", "2023-02-01"],
  ["starlette python-multipart", "2023-06-01"],
];

/** What is installed in earnest: the rest would only take longer. */
const INSTALLED: ReadonlySet<string> = new Set([
  "flask",
  "django",
  "requests",
  "aiohttp",
  "urllib3 boto3",
  "fastapi uvicorn",
  "celery redis",
  "httpx",
  "werkzeug",
]);

const [uv = "uv", python = "python3", ...options] = process.argv.slice(2);
const root = await mkdtemp(join(tmpdir(), "pyward-fix-"));
const home = join(root, "home");
const version = await run(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], {
  cwd: root,
  home,
});
const totals = { vulnerable: 0, chosen: 0, cleared: 0, proved: 0, installed: 0 };
const problems: string[] = [];
for (const [at, [asked, date]] of PROJECTS.entries()) {
  const problem = await fixOne(join(root, String(at)), asked, date);
  console.log(`${asked} of ${date}: ${problem ?? "as said"}`);
  if (problem !== null) problems.push(asked);
}
await rm(root, { recursive: true, force: true });
const { vulnerable, chosen, cleared, proved, installed } = totals;
console.log(
  `${vulnerable} vulnerable projects, ${cleared} of ${chosen} findings cleared, ${proved} plans proved smallest, ${installed} installed by uv and pip: ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

async function fixOne(cwd: string, asked: string, date: string): Promise<string | null> {
  const place = { cwd, home };
  await mkdir(cwd, { recursive: true });
  await writeFile(join(cwd, "wanted.in"), `${asked.replaceAll(" ", "\n")}\n`);
  const target = ["--python", python, "-q"];
  const locked = await run(
    uv,
    ["pip", "compile", "wanted.in", ...target, "--no-annotate", "--no-header", "--exclude-newer", date],
    place,
  );
  if (locked.code !== 0) return `uv cannot lock it: ${locked.stderr.trim()}`;
  await writeFile(join(cwd, "requirements.txt"), locked.stdout);
  await rm(join(cwd, "wanted.in"));
  const where = [...options, "--python", version.stdout.trim(), "--platform", "linux"];
  const before = await audited(place, where);
  if (before.size === 0) return "it has no findings";
  totals.vulnerable++;
  const fixed = await pyward(["fix", "requirements.txt", "--yes", "-f", "json", ...where], place);
  if (![0, 1].includes(fixed.code)) return `pyward fix exits ${fixed.code}: ${fixed.stdout}${fixed.stderr}`;
  const said = JSON.parse(fixed.stdout) as SaidFix;
  totals.chosen += said.findings.chosen;
  totals.cleared += said.findings.cleared;
  totals.proved += said.parts.filter(({ isSmallest }) => isSmallest).length;
  const after = await audited(place, where);
  const claimed = said.parts.flatMap(({ changes }) =>
    changes.flatMap(({ package: name, clears }) => clears.map(({ id }) => `${name} ${id}`)),
  );
  const wrong = claimed.filter((one) => after.has(one));
  if (wrong.length > 0) return `claims to clear ${wrong.join(", ")}`;
  if ([...after].some((one) => !before.has(one))) return "brings findings";
  if (before.size - after.size !== said.findings.cleared) return "counts otherwise than an audit";
  return (await resolves(place, target)) ?? (INSTALLED.has(asked) ? installs(place) : null);
}

async function audited(place: { cwd: string; home: string }, where: readonly string[]) {
  const audit = await pyward(
    ["audit", "requirements.txt", "--no-resolve", "-f", "json", ...withoutIndex(where)],
    place,
  );
  return failuresIn(audit.stdout);
}

/** An audit of pins asks no index. */
function withoutIndex(where: readonly string[]): readonly string[] {
  return where.filter((word, at) => !/index/.test(word) && !/index/.test(where[at - 1] ?? ""));
}

async function resolves(
  place: { cwd: string; home: string },
  target: readonly string[],
): Promise<string | null> {
  const compiled = await run(uv, ["pip", "compile", "requirements.txt", ...target], place);
  if (compiled.code !== 0) return `uv: ${compiled.stderr.trim()}`;
  const pip = ["-m", "pip", "install", "--dry-run", "--ignore-installed", "-q", "-r", "requirements.txt"];
  const tried = await run(python, pip, place);
  return tried.code === 0 ? null : `pip: ${tried.stderr.trim().split("\n").at(-1) ?? ""}`;
}

async function installs(place: { cwd: string; home: string }): Promise<string | null> {
  const wheels = ["install", "--only-binary", ":all:", "-q", "-r", "requirements.txt"];
  const own = (folder: string): string => join(place.cwd, folder, "bin", "python");
  for (const [folder, program, words] of [
    ["by-uv", uv, ["pip", ...wheels, "--python", own("by-uv")]],
    ["by-pip", own("by-pip"), ["-m", "pip", ...wheels]],
  ] as const) {
    const made = await run(python, ["-m", "venv", folder], place);
    if (made.code !== 0) return `venv: ${made.stderr.trim()}`;
    const done = await run(program, words, place);
    if (done.code !== 0) return `${folder}: ${done.stderr.trim().split("\n").at(-1) ?? ""}`;
    const checked = await run(own(folder), ["-m", "pip", "check"], place);
    if (checked.code !== 0) return `${folder}, pip check: ${checked.stdout.trim()}`;
  }
  totals.installed++;
  return null;
}
