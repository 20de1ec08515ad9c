import { describe, expect, test } from "vitest";
import { findForeignIgnores } from "./find-foreign-ignores.ts";
import { memoryTree } from "./host/memory/index.ts";

type Files = Parameters<typeof memoryTree>[0];

async function ids(files: Files): Promise<readonly string[]> {
  const { ignores } = await findForeignIgnores(memoryTree(files), "");
  return ignores.map(
    ({ id, path, line, tool, untilFixed }) =>
      `${id} ${path}:${line} ${tool}${untilFixed ? " until fixed" : ""}`,
  );
}

describe("configuration of other tools", () => {
  test("uv, in both of its files", async () => {
    const files = {
      "pyproject.toml":
        '[tool.uv.audit]\nignore = ["GHSA-a-b", # why\n "CVE-2020-1"]\nignore-until-fixed = ["PYSEC-1-1"]\n',
      "uv.toml": '[audit]\nignore = ["CVE-2020-2"]\n',
    };
    expect(await ids(files)).toEqual([
      "GHSA-a-b pyproject.toml:2 uv",
      "CVE-2020-1 pyproject.toml:3 uv",
      "PYSEC-1-1 pyproject.toml:4 uv until fixed",
      "CVE-2020-2 uv.toml:2 uv",
    ]);
  });

  test("osv-scanner, with its ends; what is about a package is left and told", async () => {
    const text = `[[IgnoredVulns]]
id = "GO-2022-0968"
ignoreUntil = 2022-11-09
reason = "no ssh"

[[IgnoredVulns]]
id = "CVE-2020-1"
ignoreUntil = 2027-01-01T10:00:00+02:00

[[IgnoredVulns]]
id = "CVE-2020-2"
ignoreUntil = 0001-01-01T00:00:00Z

[[PackageOverrides]]
name = "lib"
ignore = true
`;
    const { ignores, left } = await findForeignIgnores(memoryTree({ "sub/osv-scanner.toml": text }), "");
    expect(ignores.map(({ id, line, expires, reason }) => [id, line, expires, reason])).toEqual([
      ["GO-2022-0968", 1, "2022-11-09T00:00:00Z", "no ssh"],
      ["CVE-2020-1", 6, "2027-01-01T10:00:00+02:00", null],
      ["CVE-2020-2", 10, null, null],
    ]);
    expect(left.map(({ path, line }) => `${path}:${line}`)).toEqual(["sub/osv-scanner.toml:14"]);
  });

  test("pysentry, in both of its places", async () => {
    const files = {
      ".pysentry.toml": '[ignore]\nids = ["CVE-2020-1"]\nwhile_no_fix = ["CVE-2020-2"]\npackages = ["x"]\n',
      "pyproject.toml": '[tool.pysentry.ignore]\nids = ["CVE-2020-3"]\n',
    };
    expect(await ids(files)).toEqual([
      "CVE-2020-1 .pysentry.toml:2 pysentry",
      "CVE-2020-2 .pysentry.toml:3 pysentry until fixed",
      "CVE-2020-3 pyproject.toml:2 pysentry",
    ]);
    const { left } = await findForeignIgnores(memoryTree(files), "");
    expect(left.map(({ line }) => line)).toEqual([4]);
  });
});

describe("command lines", () => {
  const WORKFLOW = ".github/workflows/ci.yml";

  test.each<readonly [string, Files, readonly string[]]>([
    [
      "an option",
      { Makefile: "audit:\n\tpip-audit --ignore-vuln CVE-2020-1 -r x.txt\n" },
      ["CVE-2020-1 Makefile:2 pip-audit"],
    ],
    [
      "with an equals sign",
      { "tox.ini": "commands = pip-audit --ignore-vuln=CVE-2020-1\n" },
      ["CVE-2020-1 tox.ini:1 pip-audit"],
    ],
    [
      "over several lines",
      { "ci/audit.sh": "pip-audit \\\n  --ignore-vuln \\\n  CVE-2020-1 \\\n  --ignore-vuln CVE-2020-2\n" },
      ["CVE-2020-1 ci/audit.sh:3 pip-audit", "CVE-2020-2 ci/audit.sh:4 pip-audit"],
    ],
    [
      "in a workflow",
      { [WORKFLOW]: "jobs:\n  a:\n    steps:\n      - run: pip-audit --ignore-vuln 'CVE-2020-1'\n" },
      ["CVE-2020-1 .github/workflows/ci.yml:4 pip-audit"],
    ],
    [
      "of pre-commit, as a list",
      { ".pre-commit-config.yaml": "- id: pip-audit\n  args: [--ignore-vuln, CVE-2020-1]\n" },
      ["CVE-2020-1 .pre-commit-config.yaml:2 pip-audit"],
    ],
    [
      "of pre-commit, an item a line",
      { ".pre-commit-config.yaml": "args:\n  - --ignore-vuln\n  - CVE-2020-1\n" },
      ["CVE-2020-1 .pre-commit-config.yaml:3 pip-audit"],
    ],
    [
      "of nox",
      { "noxfile.py": 'session.run("pip-audit", "--ignore-vuln", "CVE-2020-1")\n' },
      ["CVE-2020-1 noxfile.py:1 pip-audit"],
    ],
    [
      "of a task in pyproject.toml",
      { "pyproject.toml": '[tool.poe.tasks]\naudit = "pip-audit --ignore-vuln CVE-2020-1"\n' },
      ["CVE-2020-1 pyproject.toml:2 pip-audit"],
    ],
    [
      "of uv",
      { Makefile: "\tuv audit --ignore CVE-2020-1 --ignore-until-fixed CVE-2020-2\n" },
      ["CVE-2020-1 Makefile:1 uv", "CVE-2020-2 Makefile:1 uv until fixed"],
    ],
    [
      "a comment",
      { Makefile: "# pip-audit --ignore-vuln CVE-2020-1\n\tpip-audit # --ignore-vuln CVE-2020-2\n" },
      [],
    ],
    [
      "another program's --ignore",
      { Makefile: "\truff check --ignore E501-x\n\tfoo --ignore CVE-2020-1\n" },
      [],
    ],
    ["a variable", { Makefile: "\tpip-audit --ignore-vuln $(ID) --ignore-vuln ${ID}\n" }, []],
    ["an option without an id", { Makefile: "\tpip-audit --ignore-vuln --strict\n\techo CVE-2020-1\n" }, []],
    ["a file that is no command's", { "README.md": "pip-audit --ignore-vuln CVE-2020-1\n" }, []],
    [
      "twice: once is enough",
      {
        Makefile: "\tpip-audit --ignore-vuln CVE-2020-1\n",
        "tox.ini": "pip-audit --ignore-vuln cve-2020-1\n",
      },
      ["CVE-2020-1 Makefile:1 pip-audit"],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await ids(files)).toEqual(expected);
  });
});

describe("hostile files", () => {
  test.each<readonly [string, Files]>([
    ["not TOML", { "osv-scanner.toml": "<html>" }],
    ["a pipe", { "uv.toml": { special: true }, "tox.ini": { special: true } }],
    ["a link that leads out", { Makefile: { link: "/etc/passwd" } }],
    [
      "of other types",
      {
        "osv-scanner.toml": "IgnoredVulns = 3\n",
        "uv.toml": "audit = []\n",
        ".pysentry.toml": "[ignore]\nids = 'x'\n",
      },
    ],
    ["ids that are none", { "uv.toml": `[audit]\nignore = ["", "a b", "x=y", "${"C".repeat(500)}"]\n` }],
    ["large", { Makefile: "x ".repeat(2_000_000) }],
    ["a long line", { Makefile: `pip-audit ${"--ignore-vuln CVE-2020-1 ".repeat(30_000)}` }],
  ])("%s gives nothing, and nothing is thrown", async (_, files) => {
    expect(await ids(files)).toEqual([]);
  });
});
