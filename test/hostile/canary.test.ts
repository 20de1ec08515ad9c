// A project, an environment and a repository in which whatever ran would leave the file `ran`. Nothing of it runs,
// nothing is sent, nothing is written.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  lstatSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pyward, remove, scratchFolder, TRAP, within, type Answer } from "./run-pyward.ts";

const scratch = scratchFolder();
afterAll(() => remove(scratch));
const ran = join(scratch, "ran");
const log = join(scratch, "trapped");
const project = join(scratch, "project");
const site = "lib/python3.12/site-packages";

function put(path: string, text: string, mode = 0o644): void {
  const whole = within(project, ...path.split("/"));
  writeFileSync(whole, text);
  chmodSync(whole, mode);
}

const quoted = JSON.stringify(ran);
const python = `open(${quoted}, "w").write("x")\n`;
const shell = `#!/bin/sh\ntouch ${quoted}\n`;
const script = `require("node:fs").writeFileSync(${quoted}, "x");\n`;
const module = `import fs from "node:fs"; fs.writeFileSync(${quoted}, "x");\n`;

// The project.
put(
  "requirements.txt",
  "brick==1.1\n-e .\n./local\n-e git+file:///evil#egg=evil\nhttp://127.0.0.1:9/evil-1.0.zip\n",
);
put(
  "requirements-index.txt",
  "--index-url http://127.0.0.1:9/simple\n--find-links http://127.0.0.1:9\nbrick\n",
);
put(
  "pyproject.toml",
  '[project]\nname = "evil"\ndynamic = ["version", "dependencies"]\n' +
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
);
put(
  "uv.lock",
  'version = 1\n[[package]]\nname = "brick"\nversion = "1.1"\nsource = { url = "http://127.0.0.1:9/b.whl" }\n',
);
for (const name of [
  "setup.py",
  "backend.py",
  "conftest.py",
  "sitecustomize.py",
  "noxfile.py",
  "local/setup.py",
])
  put(name, python);
for (const name of ["python", "python3", "git", "pip", "uv", "node", "sh", "local/python"])
  put(name, shell, 0o755);

// The environment in it; its .pth leads out, which is a gap.
put(".venv/pyvenv.cfg", `home = ${join(project, ".venv/bin")}\n`);
for (const name of ["python", "python3", "pip", "activate"]) put(`.venv/bin/${name}`, shell, 0o755);
for (const name of ["sitecustomize.py", "usercustomize.py", "setup.py", "brick/__init__.py"])
  put(`.venv/${site}/${name}`, python);
put(`.venv/${site}/evil.pth`, `import os; os.system('touch ${ran}')\n/\n../../..\n`);
put(`.venv/${site}/brick-1.1.dist-info/METADATA`, "Name: brick\nVersion: 1.1\n");
put(
  `.venv/${site}/brick-1.1.dist-info/direct_url.json`,
  '{"url": "http://127.0.0.1:9/b.whl", "archive_info": {}}',
);
put(`.venv/${site}/brick-1.1.dist-info/entry_points.txt`, "[console_scripts]\nbrick = brick:main\n");

// The repository: what git would run if it were asked anything here.
put(".git/HEAD", "ref: refs/heads/main\n");
put(
  ".git/config",
  `[core]\n\tfsmonitor = ${ran}.sh\n\tpager = ${ran}.sh\n\thooksPath = .git/hooks\n\tsshCommand = ${ran}.sh\n` +
    `[diff "x"]\n\ttextconv = ${ran}.sh\n[filter "x"]\n\tsmudge = ${ran}.sh\n\tclean = ${ran}.sh\n` +
    `[alias]\n\tstatus = !${ran}.sh\n[uploadpack]\n\tpackObjectsHook = ${ran}.sh\n`,
);
writeFileSync(`${ran}.sh`, shell);
chmodSync(`${ran}.sh`, 0o755);
put(".gitattributes", "* diff=x filter=x\n");
for (const name of ["post-checkout", "pre-commit", "post-index-change", "fsmonitor-watchman"])
  put(`.git/hooks/${name}`, shell, 0o755);

// What Node, npm or Bun would load from the folder that they are started in.
put(
  "package.json",
  JSON.stringify({ name: "pyward", main: "evil.js", scripts: { preinstall: `touch ${ran}` } }),
);
put(".npmrc", `node-options=--require ${join(project, "evil.js")}\nscript-shell=${join(project, "sh")}\n`);
put("bunfig.toml", 'preload = ["./evil.js"]\n');
put(".env", `NODE_OPTIONS=--require ${join(project, "evil.js")}\nPYWARD_HOME=${project}\n`);
put("node.config.json", JSON.stringify({ nodeOptions: { require: ["./evil.js"] } }));
for (const name of ["evil.js", "index.js", "pyward.config.js", ".pywardrc.js"]) put(name, script);
put("pyward.config.mjs", module);
for (const name of ["@pyward/advisories", "commander", "pyward", "smol-toml", "@zip.js/zip.js"]) {
  const exports = { ".": "./index.js", "./snapshot": "./index.js", "./package.json": "./package.json" };
  put(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js", exports }));
  put(`node_modules/${name}/index.js`, script);
}
symlinkSync("/", join(project, "root"));
symlinkSync("/dev/zero", join(project, "requirements-zero.txt"));

const HOSTILE_PATH = [project, join(project, ".venv/bin")].join(":");
const environment = {
  HOME: join(scratch, "home"),
  PATH: HOSTILE_PATH,
  VIRTUAL_ENV: join(project, ".venv"),
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  GIT_EXTERNAL_DIFF: `${ran}.sh`,
  PAGER: `${ran}.sh`,
  EDITOR: `${ran}.sh`,
  BROWSER: `${ran}.sh`,
  PYTHONSTARTUP: join(project, "setup.py"),
  TRAP_LOG: log,
};

/** Every path of the project with its size and time of change. */
function state(folder = project): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const status = lstatSync(path);
    const below = status.isDirectory() ? state(path) : [];
    return [`${path} ${status.size} ${status.mtimeMs}`, ...below];
  });
}

const COMMANDS: readonly (readonly [number, readonly string[]])[] = [
  [3, ["audit"]],
  [3, ["audit", "--format", "json", "--verbose"]],
  [3, ["audit", ".venv", "--format", "json"]],
  [3, ["env"]],
  [3, ["env", ".venv/bin/python", "--format", "json"]],
  [3, ["env", `.venv/${site}`]],
  [3, ["audit", "-r", "requirements.txt", "-r", "requirements-index.txt", "--python", "3.12"]],
  [0, ["why", "brick"]],
  [0, ["explain", "CVE-2020-14343"]],
  [0, ["db", "status"]],
  [0, ["db", "search", "pyyaml"]],
];

function trapped(args: readonly string[]): Answer {
  const node = ["--require", TRAP, "--disallow-code-generation-from-strings"];
  return pyward(args, { cwd: project, environment, node });
}

function expectNothingRan(before: readonly string[]): void {
  expect(existsSync(log) ? readFileSync(log, "utf8") : "").toBe("");
  expect(existsSync(ran)).toBe(false);
  expect(state()).toEqual(before);
}

test.each(COMMANDS)("exit %i and nothing runs, is sent or is written: %j", (exit, args) => {
  const before = state();
  const answer = trapped(args);
  expectNothingRan(before);
  expect(answer.stderr).not.toContain("defect");
  expect(answer.code).toBe(exit);
});

test.each(COMMANDS)("exit %i where Node itself allows reading and nothing else: %j", (exit, args) => {
  const before = state();
  const node = ["--permission", "--allow-fs-read=*"];
  const answer = pyward(args, { cwd: project, environment, node });
  expectNothingRan(before);
  expect(answer.code).toBe(exit);
});

test("an index that the user names is asked, and nothing else is sent or run", () => {
  const before = state();
  const named = { ...environment, PIP_INDEX_URL: "http://127.0.0.1:9/simple" };
  const node = ["--require", TRAP, "--disallow-code-generation-from-strings"];
  const { code } = pyward(["audit"], { cwd: project, environment: named, node });
  expect([...new Set(readFileSync(log, "utf8").trim().split("\n"))]).toEqual(["http.request"]);
  remove(log);
  expect(existsSync(ran)).toBe(false);
  expect(state()).toEqual(before);
  expect(code).toBe(3);
});

test("the advisories are pyward's own, not those of the folder", () => {
  const idOf = ({ stdout }: Answer): unknown => JSON.parse(stdout).used.id;
  const here = pyward(["db", "status", "--json"], { cwd: project, environment });
  const elsewhere = pyward(["db", "status", "--json"], { cwd: scratch, environment });
  expect(idOf(here)).toMatch(/^sha256:/u);
  expect(idOf(here)).toBe(idOf(elsewhere));
});

const SPRUNG = [
  "require('net').connect(9)",
  "require('child_process').execSync('true')",
  "fetch('http://a.example')",
];
test.each(SPRUNG)("the trap catches %s", (code) => {
  const catches = join(scratch, "sprung");
  const done = spawnSync(process.execPath, ["--require", TRAP, "-e", `try { ${code} } catch {}`], {
    env: { TRAP_LOG: catches },
  });
  expect(done.status).toBe(0);
  expect(readFileSync(catches, "utf8")).not.toBe("");
  remove(catches);
});
