import { describe, expect, test } from "vitest";
import { memoryTree } from "../host/memory/index.ts";
import { collectLocked } from "./collect-locked.ts";
import { readProjectList } from "./collect-project.ts";
import { collectPreResolved, type PreResolvedSettings } from "./collect-requirements.ts";

const SETTINGS: PreResolvedSettings = {
  requireHashes: false,
  skipEditable: false,
  noDeps: true,
  targets: [],
};

function collect(
  text: string,
  settings: Partial<PreResolvedSettings> = {},
  others: Readonly<Record<string, string>> = {},
) {
  const tree = memoryTree({ "f.txt": text, ...others });
  const file = { tree, path: "f.txt", shown: "f.txt", display: (path: string) => path };
  return collectPreResolved([file], { ...SETTINGS, ...settings });
}

const FROM = "(from RequirementLine(line_number=1, line=";

describe("a requirements file with pip off", () => {
  test.each([
    ["a==1.0", [{ kind: "pinned", name: "a", version: "1.0" }]],
    ["A_b[x] == 1.0rc1 # why", [{ kind: "pinned", name: "A_b", version: "1.0rc1" }]],
    ["a===1.0", [{ kind: "pinned", name: "a", version: "1.0" }]],
    ["./d/a_b-2.0-py3-none-any.whl", [{ kind: "pinned", name: "a-b", version: "2.0" }]],
    [
      "a",
      [
        {
          kind: "fatal",
          message: `requirement a is not pinned: a ${FROM}'a', filename=PosixPath('f.txt')))`,
        },
      ],
    ],
    [
      'a[z,y] >=1,<2; python_version>="3"',
      [
        {
          kind: "fatal",
          message: `requirement a is not pinned to an exact version: a[y,z]<2,>=1 ${FROM}'a[z,y] >=1,<2; python_version>="3"', filename=PosixPath('f.txt')))`,
        },
      ],
    ],
    [
      "-e .",
      [{ kind: "skipped", name: "-e .", reason: "could not deduce package version from URL requirement" }],
    ],
    [
      "git+https://u:secret@git.example/a?token=1",
      [
        {
          kind: "skipped",
          name: "git+https://git.example/a",
          reason: "could not deduce package version from URL requirement",
        },
      ],
    ],
    [
      "a @ https://files.example/a-1.0-py3-none-any.whl",
      [
        {
          kind: "skipped",
          name: "a",
          reason: "URL requirements cannot be pinned to a specific package version",
        },
      ],
    ],
  ])("%s", async (text, expected) => expect(await collect(text)).toEqual(expected));

  test("the same version twice counts once, however it is written", async () => {
    expect(await collect("a==1.0\nA[x]==1.0.0")).toEqual([{ kind: "pinned", name: "a", version: "1.0" }]);
  });

  test("another version is a fatal error, and behind another marker another requirement", async () => {
    const [, fatal] = await collect("a==1.0\na==2.0");
    expect(fatal).toMatchObject({ kind: "fatal" });
    expect(fatal).toHaveProperty(
      "message",
      expect.stringContaining("package a has duplicate requirements: a==2.0 "),
    );
    const forked = 'a==1.0; python_version<"3.9"\na==2.0; python_version>="3.9"';
    expect(await collect(forked)).toHaveLength(2);
    const targets = [{ python: "3.12", platform: null }];
    expect(await collect(forked, { targets })).toEqual([{ kind: "pinned", name: "a", version: "2.0" }]);
  });

  test("one hash asks for all of them, md5 is one, too", async () => {
    const hash = `--hash=sha256:${"0".repeat(64)}`;
    expect(await collect(`a==1.0 ${hash}\nb==1.0 --hash=md5:00`)).toMatchObject([
      { name: "a" },
      { name: "b" },
    ]);
    expect(await collect(`a==1.0 ${hash}\nb==1.0`)).toMatchObject([
      { name: "a" },
      { kind: "fatal", message: "requirement b==1.0 does not contain a hash" },
    ]);
  });

  test("without hashes and --no-deps it is refused", async () => {
    expect(await collect("a==1.0", { noDeps: false })).toMatchObject([{ kind: "fatal" }]);
  });

  test("what is included is read, and a missing file is no secret", async () => {
    const others = { "more.txt": "b==2.0\n-r f.txt" };
    expect(await collect("-r more.txt\na==1.0", {}, others)).toMatchObject([{ name: "b" }, { name: "a" }]);
    expect(await collect("-r gone.txt\na==1.0")).toEqual([
      { kind: "fatal", message: "invalid requirements input: gone.txt" },
    ]);
  });

  test("a bad line comes first, whatever stands above it", async () => {
    const [first] = await collect("a\nnot valid!!");
    expect(first).toHaveProperty(
      "message",
      expect.stringMatching(/^requirement file f\.txt contains invalid specifier at line 2: /),
    );
  });
});

describe("lock files", () => {
  test("all of a folder, pylock.toml last, whatever the markers", async () => {
    const tree = memoryTree({
      "pylock.toml":
        'lock-version = "1.0"\n[[packages]]\nname = "A"\nversion = "1"\nmarker = "python_version < \'3\'"\n',
      "pylock.dev.toml": 'lock-version = "1.1"\n[[packages]]\nname = "b"\n',
      "poetry.lock": "",
    });
    expect(await collectLocked(tree, "d")).toEqual([
      { kind: "skipped", name: "b", reason: "no version specified" },
      { kind: "pinned", name: "A", version: "1" },
    ]);
  });

  test.each([
    ["[", "d/pylock.toml: invalid TOML in lockfile"],
    ['lock-version = "2.0"', "d/pylock.toml: lockfile version 2.0 is not supported"],
    ['lock-version = "1.0"\n[[packages]]\nversion = "1"', "d/pylock.toml: invalid package #0: no name"],
  ])("%j", async (text, message) => {
    expect(await collectLocked(memoryTree({ "pylock.toml": text }), "d")).toEqual([
      { kind: "fatal", message },
    ]);
  });

  test("none", async () => {
    expect(await collectLocked(memoryTree({}), "d")).toEqual([
      { kind: "fatal", message: "no lockfiles found in d" },
    ]);
  });
});

test("a project: the list that is resolved, with the Pythons that it is for", async () => {
  const head = '[project]\nname = "p"\nrequires-python = ">=3.10"\n';
  const tree = memoryTree({ "pyproject.toml": `${head}dependencies = ["a==1.0", "c"]\n` });
  expect(await readProjectList(tree, ".")).toEqual({
    kind: "list",
    list: { texts: ["a==1.0", "c"], requiresPython: ">=3.10" },
  });
});

test.each([
  ["[tool.x]", "pyproject file d/pyproject.toml does not contain `project` section"],
  [
    '[project]\ndynamic = ["dependencies"]',
    "pyproject file d/pyproject.toml leaves its dependencies to its build, which pyward never runs",
  ],
  // A line of its own would be an option of pip.
  [
    '[project]\ndependencies = ["a\\n-r b"]',
    "pyproject file d/pyproject.toml contains no requirement: a\n-r b",
  ],
])("a project without a list: %j", async (text, message) => {
  expect(await readProjectList(memoryTree({ "pyproject.toml": text }), "d")).toEqual({
    kind: "ended",
    collection: { entries: [{ kind: "fatal", message }], log: [] },
  });
});
