import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { findEnvironment, type EnvironmentHost } from "./find-environment.ts";
import type { FileTree } from "./host/index.ts";
import { memoryTree, type MemoryFile } from "./host/memory/index.ts";

const CFG = "home = /usr/bin\n";
const VENV = {
  "pyvenv.cfg": CFG,
  "bin/python": { link: "/usr/bin/python3.12" },
  "lib/python3.12/site-packages/": "",
};

const DISK: Readonly<Record<string, MemoryFile>> = {
  ...under("home/a/project/.venv", VENV),
  ...under("home/a/project/venv", VENV),
  ...under("home/a/older/venv", VENV),
  "home/a/older/.venv/readme": "not an environment",
  ...under("envs/active", VENV),
  ...under("envs/conda", {
    "conda-meta/history": "",
    "bin/python3.11": "ELF",
    "lib/python3.11/site-packages/": "",
  }),
  "envs/conda/bin/python": { link: "python3.11" },
  ...under("envs/windows", { "pyvenv.cfg": CFG, "Scripts/python.exe": "MZ", "Lib/site-packages/": "" }),
  ...under("envs/target", { "six-1.16.0.dist-info/METADATA": "Name: six\nVersion: 1.16.0\n" }),
  ...under("usr", { "bin/python3.12": "ELF", "lib/python3/dist-packages/": "", "lib/python3.12/os.py": "" }),
  "shims/python": "#!/bin/sh\n",
  "home/a/empty/": "",
  "home/a/bin/py": { link: "../../../usr/bin/python3.12" },
  "home/a/file.txt": "",
};

function under(
  folder: string,
  files: Readonly<Record<string, MemoryFile>>,
): Readonly<Record<string, MemoryFile>> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [`${folder}/${path}`, file]));
}

/** The disk as seen from an absolute folder, with links that leave it seen as leaving. */
function treeAt(root: string): FileTree {
  const prefix = root === "/" ? "" : `${root.slice(1)}/`;
  const inside = Object.entries(DISK).filter(([path]) => path.startsWith(prefix));
  return memoryTree(Object.fromEntries(inside.map(([path, file]) => [path.slice(prefix.length), file])));
}

/** Enough for links of files. */
function realPath(path: string): string | null {
  const file = DISK[path.slice(1)];
  if (typeof file === "object" && "link" in file)
    return realPath(posix.resolve(posix.dirname(path), file.link));
  return file === undefined ? null : path;
}

function host(given: Partial<EnvironmentHost> = {}): EnvironmentHost {
  return { tree: treeAt, realPath, environment: {}, cwd: "/home/a/project", ...given };
}

describe("findEnvironment", () => {
  it.each([
    ["/envs/active", "/envs/active", "", "/envs/active"],
    [".venv", "/home/a/project/.venv", "", ".venv"],
    [".", "/home/a/project/.venv", "", ".venv"],
    ["../older", "/home/a/older/venv", "", "/home/a/older/venv"],
    ["/envs/active/pyvenv.cfg", "/envs/active", "", "/envs/active"],
    [
      "/envs/active/lib/python3.12/site-packages",
      "/envs/active",
      "lib/python3.12/site-packages",
      "/envs/active/lib/python3.12/site-packages",
    ],
    [
      "/envs/windows/Lib/site-packages",
      "/envs/windows",
      "Lib/site-packages",
      "/envs/windows/Lib/site-packages",
    ],
    ["/usr/lib/python3/dist-packages", "/usr", "lib/python3/dist-packages", "/usr/lib/python3/dist-packages"],
    ["/envs/target", "/envs/target", "", "/envs/target"],
    ["/usr", "/usr", "", "/usr"],
    [".venv/bin/python", "/home/a/project/.venv", "", ".venv"],
    ["/envs/windows/Scripts/python.exe", "/envs/windows", "", "/envs/windows"],
    ["/envs/conda/bin/python", "/envs/conda", "", "/envs/conda"],
    ["/usr/bin/python3.12", "/usr", "", "/usr"],
    ["/home/a/bin/py", "/usr", "", "/usr"],
  ])("%s is %s, %j", async (path, root, targetPath, label) => {
    expect(await findEnvironment({ path }, host())).toEqual({ root, targetPath, label });
  });

  it.each([
    [{ VIRTUAL_ENV: "/envs/active", CONDA_PREFIX: "/envs/conda" }, "/envs/active"],
    [{ VIRTUAL_ENV: "", CONDA_PREFIX: "/envs/conda" }, "/envs/conda"],
    [{}, "/home/a/project/.venv"],
  ])("takes the one in use from %j", async (environment, root) => {
    expect((await findEnvironment({ path: null }, host({ environment }))).root).toBe(root);
  });

  it("takes venv where .venv is none", async () => {
    expect((await findEnvironment({ path: null }, host({ cwd: "/home/a/older" }))).root).toBe(
      "/home/a/older/venv",
    );
  });

  it.each([
    ["/no/such", "missing-path"],
    ["/home/a/empty", "usage"],
    ["/home/a/file.txt", "usage"],
    ["/shims/python", "usage"],
  ])("refuses %s as %s, with a hint", async (path, code) => {
    await expect(findEnvironment({ path }, host())).rejects.toMatchObject({ code, hint: expect.any(String) });
  });

  it.each([[{ VIRTUAL_ENV: "/gone" }], [{ CONDA_PREFIX: "/home/a/empty" }]])(
    "does not pass over %j in silence",
    async (environment) => {
      await expect(findEnvironment({ path: null }, host({ environment }))).rejects.toMatchObject({
        code: "usage",
      });
    },
  );

  it("says what to do where there is none", async () => {
    await expect(findEnvironment({ path: null }, host({ cwd: "/home/a/empty" }))).rejects.toMatchObject({
      code: "usage",
      hint: expect.stringContaining("pyward env PATH"),
    });
  });
});
