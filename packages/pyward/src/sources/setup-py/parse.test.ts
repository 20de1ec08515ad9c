import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import type { Inventory } from "../../model/index.ts";
import { setupPy } from "./index.ts";

const read = (text: string): Promise<Inventory> =>
  setupPy.read(memoryTree({ "setup.py": text }), { path: "setup.py" }, { workingDirectory: "" });

/** Names with what pins them, and the lines of what is computed. */
async function brief(text: string): Promise<readonly [string, readonly (number | null)[]]> {
  const { dependencies, gaps } = await read(text);
  const names = dependencies.map(({ name, version, specifiers }) =>
    version === null ? `${name}${specifiers ?? ""}` : `${name}==${version}`,
  );
  return [names.join(" "), gaps.map(({ origin }) => origin?.line ?? null)];
}

const IMPORT = "from setuptools import setup\n";

test.each([
  ["a list", "setup(install_requires=['a', 'b==1'])", "a b==1", []],
  ["another name", "import setuptools as s\ns.setup(install_requires='a')", "a", []],
  ["a module of a package", "from distutils import core\ncore.setup(install_requires='a')", "a", []],
  ["a method of something else", "x.setup(install_requires='a')", "", []],
  ["a try", "try:\n  setup(install_requires='a')\nexcept E:\n  setup(install_requires='b')", "a b", []],
  ["a name behind the call", "def f():\n  setup(install_requires=R)\nR = ['a']\nf()", "a", []],
  ["a name of another function", "def f():\n  R = ['a']\nsetup(install_requires=R)", "", [4]],
  ["a name that is bound twice", "R = ['a']\nR = ['b']\nsetup(install_requires=R)", "", [4]],
  ["both ways of an if", "if x: R = ['a']\nelse: R = ['b']\nsetup(install_requires=R)", "", [4]],
  ["a name of a loop", "for R in x: pass\nsetup(install_requires=R)", "", [3]],
  ["a parameter", "def f(R):\n  setup(install_requires=R)\nf(['a'])", "", [3]],
  ["a global that is a parameter, too", "R = ['a']\ndef f(R):\n  pass\nsetup(install_requires=R)", "", [5]],
  ["an imported name", "from x import R\nsetup(install_requires=R)", "", [3]],
  ["a name that is deleted", "R = ['a']\ndel R\nsetup(install_requires=R)", "", [4]],
  ["a part of a pair", "R, S = ['a'], ['b']\nsetup(install_requires=R)", "", [3]],
  ["a chain of names", "A = B = ['a']\nC = A\nsetup(install_requires=C)", "a", []],
  ["a circle of names", "A = B\nB = A\nsetup(install_requires=A)", "", [3]],
  ["an annotation", "R: list[str] = ['a']\nsetup(install_requires=R)", "a", []],
  [
    "what is added",
    "R = ['a']\nR += ['b']\nR.append('c')\nR.extend(('d',))\nsetup(install_requires=R)",
    "a b c d",
    [],
  ],
  ["what is added below an if", "R = ['a']\nif x: R += ['b']\nsetup(install_requires=R)", "a", [3]],
  ["what is added to an alias", "R = ['a']\nS = R\nS.append('b')\nsetup(install_requires=R)", "a", [4]],
  [
    "what is added to a copied list",
    "R = ['a']\nS = R + ['b']\nR += ['c']\nsetup(install_requires=S)",
    "a b",
    [4],
  ],
  ["what is removed", "R = ['a', 'b']\nR.remove('a')\nsetup(install_requires=R)", "a b", [3]],
  ["an entry that is replaced", "R = ['a', 'b']\nR[0] = f()\nsetup(install_requires=R)", "a b", [3]],
  ["what a function may change", "R = ['a']\nadd(R)\nsetup(install_requires=R)", "a", [3]],
  ["what a function only counts", "R = ['a']\nprint(len(R), R)\nsetup(install_requires=R)", "a", []],
  ["a dict that is unpacked", "K = {'install_requires': ['a']}\nsetup(**K)", "a", []],
  ["an option that is set", "K = {}\nK['install_requires'] = ['a']\nsetup(**K)", "a", []],
  ["an option set below an if", "K = {}\nif x:\n  K['install_requires'] = ['a']\nsetup(**K)", "", [4]],
  [
    "another option below an if",
    "K = {'install_requires': 'a'}\nif x:\n  K.update(zip_safe=0)\nsetup(**K)",
    "a",
    [],
  ],
  [
    "options that are updated",
    "K = {}\nK.update({'install_requires': 'a'}, setup_requires='b')\nsetup(**K)",
    "a b",
    [],
  ],
  ["options of a function", "setup(install_requires='a', **f())", "a", [2]],
  ["a file", "setup(install_requires=open('requirements.txt').read().splitlines())", "", [2]],
  ["an unpacked list", "R = ['a']\nsetup(install_requires=[*R, *f(), 'b'])", "a b", [3]],
  ["a condition", "setup(install_requires=['a'] if x else [])", "", [2]],
  ["a conditional item", "setup(install_requires=['a', 'b' if x else 'c'])", "a", [2]],
  ["a comprehension", "setup(install_requires=[x for x in 'ab'])", "", [2]],
  ["None", "setup(install_requires=None, extras_require=None)", "", []],
  [
    "a function named like a built-in one",
    "def list(x): return []\nsetup(install_requires=list(('a',)))",
    "",
    [3],
  ],
  ["lines", "setup(install_requires='''a\n  b==1 # c\n# d\n\n''')", "a b==1", []],
  ["a comment in a string", "setup(install_requires=['a #b', '#c'])", "a", []],
  ["computed keys of extras", "setup(extras_require={f(): ['a'], 'x': ['b'], **g()})", "b", [2, 2]],
  ["statements in one line", "R = ['a']; R += ['b']; setup(install_requires=R)", "a b", []],
])("reads %s", async (_, text, names, lines) => {
  expect(await brief(IMPORT + text)).toEqual([names, lines]);
});

const REPEATED: readonly (readonly [string, string])[] = [
  ["nested brackets", `${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ["many strings", `[${"'a',".repeat(50_000)}]`],
  ["many distinct strings", `[${Array.from({ length: 20_000 }, (_, at) => `'a${at}',`).join("")}]`],
  ["a long sum", `[]${"+['a']".repeat(20_000)}`],
  ["a long string", `'''${"a\n".repeat(50_000)}'''`],
];

const HOSTILE: readonly (readonly [string, string])[] = [
  ...REPEATED.map(([name, value]) => [name, `setup(install_requires=${value})`] as const),
  [
    "many names",
    `${Array.from({ length: 20_000 }, (_, at) => `a${at + 1} = a${at}`).join("\n")}\nsetup(**a9)`,
  ],
  [
    "names that double",
    `a0 = ['x']\n${Array.from({ length: 28 }, (_, at) => `a${at + 1} = a${at} + a${at}`).join("\n")}\nsetup(install_requires=a28)`,
  ],
  ["many changes", `a = []\n${"a.append('x')\n".repeat(20_000)}setup(install_requires=a)`],
  ["many entries", `a = {}\n${"a['x'] = 'y'\n".repeat(20_000)}setup(extras_require=a)`],
  ["many calls", "setup(install_requires=['a'])\n".repeat(20_000)],
  ["nested calls", "setup(".repeat(10_000) + ")".repeat(10_000)],
  ["deep blocks", Array.from({ length: 2000 }, (_, at) => `${" ".repeat(at)}if x:`).join("\n")],
  [
    "extras",
    `setup(extras_require={${Array.from({ length: 20_000 }, (_, at) => `'x${at}':'a'`).join(",")}})`,
  ],
];

test.each(HOSTILE)("%s stay quick", async (_, text) => {
  const started = process.cpuUsage();
  const { dependencies, gaps } = await read(IMPORT + text);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  expect(dependencies.length + gaps.length).toBeGreaterThan(0);
  expect(gaps.length).toBeLessThan(60);
});
