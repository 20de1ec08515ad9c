import { expect, it } from "vitest";
import { memoryTree, type MemoryFile } from "../../../host/memory/index.ts";
import { prefixOf, readInterpreters } from "./interpreters.ts";

async function told(files: Readonly<Record<string, MemoryFile>>, prefix = ""): Promise<readonly string[]> {
  const found = await readInterpreters(memoryTree(files), prefix);
  return found.map(
    ({ version, lack, origin }) => `${version ?? `none (${lack})`} ${origin.path}:${origin.line}`,
  );
}

it.each([
  ["home = /usr/bin\nversion = 3.11.2\n", "3.11.2 pyvenv.cfg:2"],
  ["home = /opt/bin\r\nimplementation = CPython\r\nversion_info = 3.12.3\r\n", "3.12.3 pyvenv.cfg:3"],
  ["version_info = 3.14.0.candidate.2\n", "3.14.0rc2 pyvenv.cfg:1"],
  ["version_info = 3.9.18.final.0\nversion = 3.9.18\n", "3.9.18 pyvenv.cfg:2"],
  ["version = 3.13.0b1\n", "3.13.0b1 pyvenv.cfg:1"],
  ["version = 3.11\n", "none (3.11 is not the exact version of a release) pyvenv.cfg:1"],
  ["version = 3.15.0a1+\n", "none (3.15.0a1+ is not the exact version of a release) pyvenv.cfg:1"],
  ["implementation = PyPy\nversion_info = 3.10.14\n", "none (it is not CPython) pyvenv.cfg:2"],
  ["home = /opt/pypy3.10/bin\nversion = 3.10.14\n", "none (it is not CPython) pyvenv.cfg:2"],
  ["home = /usr/bin\n", "none (its pyvenv.cfg tells no version) pyvenv.cfg:null"],
])("pyvenv.cfg %j tells %s", async (text, expected) => {
  expect(await told({ "pyvenv.cfg": text })).toEqual([expected]);
});

it("conda's record of the package tells it, and which is PyPy's", async () => {
  const record = { "env/conda-meta/python-3.11.4-hab00c5b_0_cpython.json": "{}" };
  expect(await told(record, "env")).toEqual([
    "3.11.4 env/conda-meta/python-3.11.4-hab00c5b_0_cpython.json:null",
  ]);
  expect(await told({ "env/conda-meta/python-3.9.18-0_73_pypy.json": "{}" }, "env")).toEqual([
    "none (it is not CPython) env/conda-meta/python-3.9.18-0_73_pypy.json:null",
  ]);
  expect(await told({ "env/conda-meta/python_abi-3.11-4_cp311.json": "{}" }, "env")).toEqual([]);
});

it("headers tell each release line of a prefix", async () => {
  const header = (version: string): string =>
    `/* Version */\n#define PY_MAJOR_VERSION 3\n#define PY_VERSION      \t"${version}"\n`;
  expect(
    await told(
      {
        "usr/local/include/python3.11/patchlevel.h": header("3.11.4"),
        "usr/local/include/python3.13t/patchlevel.h": header("3.13.0rc1"),
        "usr/local/include/python3.12/Python.h": "",
      },
      "usr/local",
    ),
  ).toEqual([
    "3.11.4 usr/local/include/python3.11/patchlevel.h:3",
    "3.13.0rc1 usr/local/include/python3.13t/patchlevel.h:3",
  ]);
  expect(await told({ "Include/patchlevel.h": header("3.12.1") })).toEqual(["3.12.1 Include/patchlevel.h:3"]);
});

it("what lies in a prefix is told from the prefix itself", () => {
  expect(
    [
      "usr/local/lib/python3.11/site-packages",
      "usr/lib/python3/dist-packages",
      "lib64/python3.12/site-packages",
      "Lib/site-packages",
      "opt/venv",
      "srv/packages",
    ].map(prefixOf),
  ).toEqual(["usr/local", "usr", "", "", "opt/venv", "srv/packages"]);
});
