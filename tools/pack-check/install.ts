import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tarball } from "./pack.ts";
import { run, type Finished } from "./run.ts";

const REQUIREMENTS = "django==2.2.0\nrequests==2.25.0\n";

/** Uses the library as a user would: the public entries, no network, no command line. */
const LIBRARY = `
import * as pyward from "pyward";
import { compareVersions, parseVersion } from "pyward/python";
const [a, b] = ["1.0rc1", "1.0"].map(parseVersion);
if (compareVersions(a.value, b.value) !== -1 || Object.keys(pyward).length === 0) process.exit(1);
`;

/** Installs the tarballs into an empty folder without a network, runs them, and says what went wrong. */
export async function installAndRun(parent: string, tarballs: readonly Tarball[]): Promise<string[]> {
  const folder = join(parent, "user");
  await mkdir(join(folder, "home"), { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await writeFile(join(folder, "requirements.txt"), REQUIREMENTS);
  await writeFile(join(folder, "library.js"), LIBRARY);
  const environment = {
    HOME: join(folder, "home"),
    XDG_CACHE_HOME: "",
    npm_config_cache: join(folder, "npm-cache"),
  };

  const install = [
    "npm",
    "install",
    "--offline",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--no-package-lock",
  ];
  const installed = await run([...install, ...tarballs.map(({ path }) => path)], folder, environment);
  if (installed.code !== 0) return [`the tarballs do not install:\n${installed.output}`];

  const pyward = join(folder, "node_modules/.bin/pyward");
  const inside = (command: readonly string[]): Promise<Finished> => run(command, folder, environment);
  return [
    ...expect("pyward --version", await inside([pyward, "--version"]), 0, /^pyward \d+\.\d+\.\d+$/mu),
    ...expect(
      "pyward audit requirements.txt",
      await inside([pyward, "audit", "requirements.txt"]),
      1,
      /django/u,
    ),
    ...expect("the library", await inside([process.execPath, "library.js"]), 0, /^$/u),
  ];
}

function expect(title: string, { code, output }: Finished, wanted: number, pattern: RegExp): string[] {
  return code === wanted && pattern.test(output) ? [] : [`${title}: exit ${code}, not ${wanted}\n${output}`];
}
