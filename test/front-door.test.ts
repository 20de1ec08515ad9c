// packages/pyward/bin: what an old Node, an unbuilt clone and another user of the machine meet.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const PACKAGE = join(import.meta.dirname, "../packages/pyward");

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "pyward-door-")));
  await mkdir(join(folder, "home"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(options: readonly string[], environment: Readonly<Record<string, string>> = {}): Answer {
  const env = { HOME: join(folder, "home"), TMPDIR: join(folder, "temporary"), ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, options, {
    env,
    encoding: "utf8",
    timeout: 30_000,
  });
  return { code: status, stdout, stderr };
}

const version = (environment?: Readonly<Record<string, string>>): Answer =>
  node([join(PACKAGE, "bin/pyward.js"), "--version"], environment);

describe("an old Node", () => {
  test.each(["pyward.js", "run-program.js"])("can read %s", async (name) => {
    const text = await readFile(join(PACKAGE, "bin", name), "utf8");
    const code = text.replaceAll(/^\s*(\/\/|\/?\*).*$/gmu, "").replaceAll(/"[^"\n]*"/gu, '""');
    expect(code).not.toMatch(/=>|`|\b(?:const|let|class|import|export|async|await)\b|\.\.\.|\?\.|\?\?/u);
  });

  test.each(["22.18.0", "20.20.2", "8.17.0", "0.12.18"])(
    "%s hears what to do and gets no verdict",
    async (old) => {
      const disguise = join(folder, "disguise.cjs");
      await writeFile(disguise, `Object.defineProperty(process.versions, "node", { value: "${old}" });`);
      const answer = node(["--require", disguise, join(PACKAGE, "bin/pyward.js"), "--version"]);
      expect(answer).toMatchObject({ code: 2, stdout: "" });
      expect(answer.stderr).toContain(old);
    },
  );

  test.each(["22.19.0", "24.0.0", "100.0.0"])("%s is not old", async (young) => {
    const disguise = join(folder, "disguise.cjs");
    await writeFile(disguise, `Object.defineProperty(process.versions, "node", { value: "${young}" });`);
    expect(node(["--require", disguise, join(PACKAGE, "bin/pyward.js"), "--version"]).code).toBe(0);
  });
});

test("an unbuilt clone hears what to do and gets no verdict", async () => {
  await cp(join(PACKAGE, "bin"), join(folder, "bin"), { recursive: true });
  const answer = node([join(folder, "bin/pyward.js"), "--version"]);
  expect(answer).toMatchObject({ code: 2, stdout: "" });
  expect(answer.stderr).toContain("npm ci");
});

describe("the compile cache", () => {
  const compiled = (base: string): Promise<string[]> =>
    readdir(join(base, "pyward/compiled")).catch(() => []);

  test("lies in the user's own cache directory and is the user's alone", async () => {
    expect(version().code).toBe(0);
    const cache = join(folder, "home/.cache/pyward/compiled");
    expect(await readdir(cache)).toHaveLength(1);
    expect((await stat(cache)).mode & 0o077).toBe(0);
  });

  test("follows XDG_CACHE_HOME where it is absolute", async () => {
    const base = join(folder, "xdg");
    expect(version({ XDG_CACHE_HOME: base }).code).toBe(0);
    expect(await compiled(base)).toHaveLength(1);
    expect(version({ XDG_CACHE_HOME: "relative" }).code).toBe(0);
    expect(await compiled(join(folder, "home/.cache"))).toHaveLength(1);
  });

  test("grows with what is run, and stays when nothing is new", async () => {
    const cache = join(folder, "home/.cache/pyward/compiled");
    const sizes: number[] = [];
    const project = join(import.meta.dirname, "../examples/webshop");
    for (const args of [["--version"], [project], [project], ["--version"]]) {
      node([join(PACKAGE, "bin/pyward.js"), ...args]);
      const [name = "", ...others] = await readdir(cache);
      expect(others).toEqual([]);
      sizes.push((await stat(join(cache, name))).size);
    }
    const [first = 0, second = 0] = sizes;
    expect(second).toBeGreaterThan(first);
    expect(sizes).toEqual([first, second, second, second]);
  });

  test.each(["cut", "damaged", "empty", "another program"])("%s, it is not believed", async (what) => {
    const cache = join(folder, "home/.cache/pyward/compiled");
    const expected = version().stdout;
    const [name = ""] = await readdir(cache);
    const bytes = await readFile(join(cache, name));
    if (what === "damaged") bytes.fill(255, 5000, 6000);
    const short = what === "cut" ? bytes.subarray(0, -100) : what === "empty" ? Buffer.alloc(0) : bytes;
    await writeFile(join(cache, name), what === "another program" ? randomBytes(50_000) : short);
    expect(version()).toEqual({ code: 0, stdout: expected, stderr: "" });
    expect((await readFile(join(cache, name))).length).toBeGreaterThan(100_000);
  });

  test("of many versions only the newest stay", async () => {
    const cache = join(folder, "home/.cache/pyward/compiled");
    await mkdir(cache, { recursive: true, mode: 0o700 });
    for (let at = 0; at < 9; at++) {
      await writeFile(join(cache, `old-${at}.code`), "");
      await utimes(join(cache, `old-${at}.code`), at, at);
    }
    version();
    const left = await readdir(cache);
    expect(left.filter((name) => name.startsWith("old-"))).toEqual(
      [4, 5, 6, 7, 8].map((at) => `old-${at}.code`),
    );
    expect(left).toHaveLength(6);
  });

  test("is not used where others can write", async () => {
    const cache = join(folder, "home/.cache/pyward/compiled");
    await mkdir(cache, { recursive: true });
    await chmod(cache, 0o777);
    expect(version().code).toBe(0);
    expect(await readdir(cache)).toEqual([]);
  });

  test.each([{ HOME: "" }, { HOME: "relative" }, { HOME: "/dev/null" }, { HOME: "/proc/nowhere" }])(
    "is done without at %o",
    async (environment) => {
      expect(version(environment)).toMatchObject({ code: 0, stderr: "" });
      expect(await readdir(folder)).toEqual(["home"]); // nothing in a temporary directory either
    },
  );
});

test("the bundle has no way to load other code, and one to start a program: the keyring's", async () => {
  const files = await readdir(join(PACKAGE, "dist"), { recursive: true });
  const loads =
    /(?:require\(|Module\(|import\(|from ?)["'](?:node:)?(?:child_process|vm|module|cluster|inspector|worker_threads)["']/gu;
  const programs = files.filter((file) => /\.c?js$/u.test(file));
  const hits = await Promise.all(
    programs.map(
      async (file) =>
        [file, (await readFile(join(PACKAGE, "dist", file), "utf8")).match(loads) ?? []] as const,
    ),
  );
  expect(programs.length).toBeGreaterThan(2);
  const found = hits.filter(([, loaded]) => loaded.length > 0);
  expect(found.map(([, loaded]) => loaded)).toEqual([['Module("node:child_process"']]);
  const file = found[0]?.[0] ?? "";
  expect(await readFile(join(PACKAGE, "dist", file), "utf8")).toContain('"keyring.exe"');
});
