// Names made for terminals and build logs, and secrets: neither reaches an output.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ADVISORIES, pyward, remove, scratchFolder, within, type Answer } from "./run-pyward.ts";

const scratch = scratchFolder();
afterAll(() => remove(scratch));

/** ESC, OSC, CSI as one byte, BEL, backspace, carriage return, bidi, zero width, line separators, commands of build services. */
const EVIL =
  "\u001b[2J\u001b]0;owned\u0007\u009b31m\u0008\r\u202e\u2066\u200b\u2028\u2029\u007f ::error::owned ##[error]owned ##vso[x]";
const FILE = EVIL.replaceAll("/", "");

/** Nothing that a terminal or a build service obeys; line ends are pyward's own. */
function expectHarmless({ stdout, stderr, code }: Answer): void {
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/u,
    );
    expect(text).not.toMatch(/^\s*::/mu);
    expect(text).not.toMatch(/##\[|##vso/u);
  }
  expect([0, 1, 2, 3]).toContain(code);
}

const hostile = join(scratch, "hostile");
const site = ["venv", "lib", "python3.12", "site-packages"];
mkdirSync(hostile);
const put = (path: readonly string[], text: string): void => writeFileSync(within(hostile, ...path), text);
const toml = JSON.stringify(EVIL).replaceAll("\u007f", "\\u007f");
put(
  ["requirements.txt"],
  `brick==1.1\n${EVIL}\n-r ${EVIL}.txt\n--${EVIL}\nbrick==${EVIL}\nbrick ; ${EVIL}\ngit+https://h.example/${EVIL}#egg=a\n`,
);
put([`requirements-${FILE}.txt`], "brick==1.1\nx y\n");
put([FILE, "requirements.txt"], "mortar==1\nx y\n");
put(
  ["pyproject.toml"],
  `[project]\nname = ${toml}\nversion = ${toml}\ndependencies = [${toml}, "brick==1.1"]\n` +
    `[project.optional-dependencies]\n${toml} = [${toml}, "mortar==1"]\n[dependency-groups]\n${toml} = [${toml}]\n`,
);
const entry = (name: string, version: string): string =>
  `[[package]]\nname = ${name}\nversion = ${version}\nsource = { registry = ${toml} }\n` +
  `dependencies = [{ name = ${toml}, marker = ${toml}, extra = [${toml}] }]\n\n`;
put(
  ["locked", "uv.lock"],
  `version = 1\nrequires-python = ${toml}\n\n${entry('"brick"', toml)}${entry(toml, '"1"')}${entry('"mortar"', '"1"')}`,
);
put(["broken", "uv.lock"], `version = 1\n${EVIL} = = ${EVIL}\n`);
put(["venv", "pyvenv.cfg"], `home = ${EVIL}\nversion = ${EVIL}\n`);
put([...site, "brick-1.1.dist-info", "METADATA"], `Name: brick\nVersion: ${EVIL.replaceAll("\r", "")}\n`);
put([...site, "wall-1.dist-info", "METADATA"], `Name: ${EVIL.replaceAll("\r", "")}\nVersion: 1\n`);
put([...site, `${FILE}-1.dist-info`, "METADATA"], "Name: mortar\nVersion: 1\nRequires-Dist: \u001b[2J\n");
put([...site, `${FILE}.pth`], `${EVIL}\n`);
put([...site, "wall-1.dist-info", "direct_url.json"], JSON.stringify({ url: `https://h.example/${EVIL}` }));

const records = join(scratch, "records");
const record = {
  id: `PYSEC-2020-1${EVIL}`,
  aliases: [`CVE-${EVIL}`, "CVE-2020-90001"],
  modified: "2026-11-20T00:00:00Z",
  summary: EVIL,
  details: EVIL,
  severity: [{ type: "CVSS_V3", score: EVIL }],
  references: [{ type: "FIX", url: `https://h.example/${EVIL}` }],
  affected: [
    { package: { ecosystem: "PyPI", name: "brick" }, versions: [EVIL, "1.1"], ranges: [] },
    { package: { ecosystem: "PyPI", name: EVIL }, versions: ["1"] },
  ],
};
writeFileSync(within(records, "a.json"), JSON.stringify(record));
writeFileSync(within(records, `${FILE}.json`), JSON.stringify({ ...record, id: EVIL }));
writeFileSync(within(records, "broken.json"), EVIL);

const run = (...args: readonly string[]): Answer => pyward(args, { cwd: hostile });
const WITH = ["--database", records];

describe("names full of escapes are harmless", () => {
  test.each(["table", "json"])("in the %s of a project and of an environment", (format) => {
    for (const args of [
      ["audit", "."],
      ["audit", "broken"],
      ["env", "venv"],
    ]) {
      expectHarmless(run(...args, ...WITH, "--format", format, "--verbose"));
      expectHarmless(run(...args, ...WITH, "--format", format, "--python", "3.12"));
    }
  });

  test.each([
    ["why", "brick"],
    ["why", "mortar", "locked"],
    ["why", EVIL],
    ["why", "mortar", "venv"],
    ["explain", "CVE-2020-90001", ...WITH],
    ["explain", "CVE-2020-90001", ...WITH, "--json"],
    ["explain", EVIL, ...WITH],
    ["db", "search", "brick", ...WITH],
    ["db", "search", "owned", ...WITH, "--json"],
    ["db", "show", "CVE-2020-90001", ...WITH],
    ["db", "show", EVIL, ...WITH],
    ["db", "status", ...WITH],
    ["db", "status", ...WITH, "--json"],
  ])("in %j", (...args) => expectHarmless(run(...args)));

  test.each([
    ["audit", EVIL],
    ["audit", `--${EVIL}`],
    ["audit", "-r", EVIL],
    ["audit", "--format", EVIL],
    ["audit", "--fail-on", EVIL],
    ["audit", "--ignore", EVIL, ...WITH],
    ["audit", "--database", EVIL],
    ["audit", "--root", EVIL],
    ["audit", "-o", `nowhere/${EVIL}`, ...WITH],
    ["env", EVIL],
    ["render", EVIL],
    ["db", "import", EVIL],
    ["db", EVIL],
    [`--${EVIL}`],
  ])("in what wrong usage says: %j", (...args) => expectHarmless(run(...args)));

  test("in a saved report, rendered", () => {
    const report = run("audit", ".", ...WITH, "--format", "json").stdout;
    const saved = join(scratch, "saved.json");
    const inverse = report
      .replaceAll('"brick"', JSON.stringify(EVIL))
      .replaceAll('"default"', JSON.stringify(EVIL));
    writeFileSync(saved, inverse);
    expectHarmless(run("render", saved));
    expectHarmless(run("render", saved, "--format", "json"));
    expectHarmless(run("render", saved, "--verbose"));
  });
});

describe("secrets reach no output", () => {
  const secret = "hunter2hunter2";
  const folder = join(scratch, "secrets");
  const token = `user:${secret}@`;
  writeFileSync(
    within(folder, "requirements.txt"),
    [
      "brick==1.1",
      "--index-url https://${SECRET}@index.example/simple",
      `--extra-index-url https://${token}index.example/simple?key=${secret}`,
      `--find-links https://${token}index.example/links`,
      `-r https://${token}index.example/more.txt`,
      `-c https://${token}index.example/${secret}.txt?${secret}#${secret}`,
      "-r ${SECRET}.txt",
      "${SECRET}==1.0",
      "mortar==${SECRET}",
      `git+https://${token}git.example/a.git@main#egg=a`,
      `gravel @ git+ssh://${token}git.example/a.git?x=${secret}#${secret}`,
      `sand @ https://${token}index.example/sand-1.0-py3-none-any.whl?token=${secret}#sha256=${secret}`,
      `-e git+https://${secret}@git.example/e.git#egg=e`,
      "--unknown=${SECRET}",
      `--proxy=http://${token}proxy.example`,
      `--trusted-host ${secret}`,
      "clay @ https://index.example/${SECRET}/clay-1.0.tar.gz",
    ].join("\n"),
  );
  writeFileSync(
    within(folder, "more", "pyproject.toml"),
    `[project]\nname = "more"\nversion = "1"\ndependencies = ["a @ git+https://${token}git.example/a.git", "b @ https://${token}h.example/b-1.zip?${secret}"]\n` +
      `[tool.poetry.dependencies]\nc = { git = "https://${token}git.example/c.git" }\nd = { url = "https://${token}h.example/d-1.zip?k=${secret}" }\n` +
      `[[tool.uv.index]]\nurl = "https://${token}index.example"\n`,
  );
  writeFileSync(
    within(folder, "locked", "uv.lock"),
    `version = 1\n[[package]]\nname = "brick"\nversion = "1.1"\nsource = { registry = "https://${token}index.example/simple?${secret}" }\n` +
      `[[package]]\nname = "a"\nversion = "1"\nsource = { git = "https://${token}git.example/a?tag=${secret}#${secret}" }\n` +
      `[[package]]\nname = "b"\nversion = "1"\nsource = { url = "https://${token}h.example/b-1.zip?${secret}" }\n` +
      `sdist = { url = "https://${token}h.example/b-1.zip?${secret}", hash = "sha256:00" }\n`,
  );
  const packages = ["venv", "lib", "python3.12", "site-packages"];
  writeFileSync(within(folder, "venv", "pyvenv.cfg"), "");
  writeFileSync(
    within(folder, ...packages, "brick-1.1.dist-info", "METADATA"),
    "Name: brick\nVersion: 1.1\n",
  );
  writeFileSync(
    within(folder, ...packages, "brick-1.1.dist-info", "direct_url.json"),
    JSON.stringify({
      url: `https://${token}git.example/b.git?${secret}`,
      vcs_info: { vcs: "git", commit_id: "00" },
    }),
  );
  const environment = {
    SECRET: secret,
    PIP_INDEX_URL: `https://${token}index.example/simple`,
    PIP_EXTRA_INDEX_URL: `https://${token}index.example/simple`,
    UV_INDEX_URL: `https://${token}index.example/simple`,
    HTTPS_PROXY: `http://${token}proxy.example`,
    NETRC: secret,
  };

  test.each([
    ["audit", "."],
    ["audit", ".", "--verbose"],
    ["audit", ".", "--format", "json"],
    ["audit", "more", "--format", "json"],
    ["audit", "locked", "--format", "json"],
    ["env", "venv", "--format", "json"],
    ["env", "venv", "--verbose"],
    ["why", "brick"],
    ["why", "sand"],
    ["why", "a", "locked"],
    ["explain", "CVE-2020-90001", "--json"],
    ["explain", "CVE-2020-90001", "--in", "locked"],
  ])("in %j", (...args) => {
    const database = args[0] === "why" ? [] : ["--database", ADVISORIES];
    const answer = pyward([...args, ...database], { cwd: folder, environment });
    expect([0, 1, 3]).toContain(answer.code);
    expect(answer.stdout + answer.stderr).not.toContain("hunter2");
    expect(answer.stdout).not.toBe("");
  });

  test("nor a file that is written", () => {
    const file = join(scratch, "report.json");
    pyward(["audit", ".", "--format", `json:${file}`, "--quiet"], { cwd: folder, environment });
    expect(readFileSync(file, "utf8")).not.toContain("hunter2");
  });
});
