import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { FileTree } from "./host/index.ts";
import { PywardError } from "./model/index.ts";
import { findSiteDirectories } from "./sources/shared/installed/site-directories.ts";

/** What `pyward env [PATH]` asks for; null: the environment in use. */
interface EnvironmentRequest {
  readonly path: string | null;
}

/** The parts of the outside world that finding an environment looks at. Nothing is started. */
export interface EnvironmentHost {
  /** The directory at an absolute path. */
  tree(root: string): FileTree;
  /** An absolute path with all of its links followed; null where it does not exist. */
  realPath(path: string): string | null;
  /** The variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working directory, absolute. */
  readonly cwd: string;
}

/** Where an environment is, ready to be read by the source `environment`. */
interface FoundEnvironment {
  /** Absolute: the environment's prefix, the root of the tree. Nothing outside of it is read. */
  readonly root: string;
  /** What of it to read, in the tree's coordinates; "" for all of it. */
  readonly targetPath: string;
  /** For people: relative to the working directory when below it. */
  readonly label: string;
}

/**
 * Finds the environment that is asked for: a virtual environment, a prefix, a site-packages folder, the path of a
 * python executable, or a project with an environment in `.venv` or `venv`. With no path: `$VIRTUAL_ENV`, then
 * `$CONDA_PREFIX`, then `.venv` and `venv` of the working directory.
 *
 * Throws PywardError `missing-path` where a path does not exist, and `usage` where it is no environment.
 */
export async function findEnvironment(
  request: EnvironmentRequest,
  host: EnvironmentHost,
): Promise<FoundEnvironment> {
  if (request.path !== null) return atPath(resolve(host.cwd, request.path), request.path, host);
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const value = host.environment[name];
    if (value) return fromVariable(name, value, host);
  }
  const inside = await inProject(host.cwd, host);
  if (inside !== null) return inside;
  const hint =
    "give its path (pyward env PATH), activate it, or put it in .venv; pyward audit reads the project's files";
  throw new PywardError("usage", "no environment is active, and there is none in .venv or venv", { hint });
}

async function fromVariable(name: string, value: string, host: EnvironmentHost): Promise<FoundEnvironment> {
  const path = resolve(host.cwd, value);
  if (await isEnvironment(path, host)) return wholeOf(path, host);
  const hint = `unset ${name}, or give the path of the environment: pyward env PATH`;
  throw new PywardError("usage", `${name} names ${value}, which is no environment`, { hint });
}

async function atPath(path: string, given: string, host: EnvironmentHost): Promise<FoundEnvironment> {
  const at = await host.tree(dirname(path)).stat(basename(path));
  const kind = at.kind === "found" ? at.entry : await kindBehindLink(path, host);
  if (kind === null) {
    const hint = "give a virtual environment, a prefix, a site-packages folder or a python executable";
    throw new PywardError("missing-path", `${given} does not exist`, { hint });
  }
  if (kind === "directory") return atDirectory(path, given, host);
  if (basename(path) === "pyvenv.cfg") return wholeOf(dirname(path), host);
  return ofExecutable(path, given, host);
}

/** The user's own link may lead anywhere: a python in a virtual environment does. */
async function kindBehindLink(
  path: string,
  host: EnvironmentHost,
): Promise<"file" | "directory" | "other" | null> {
  const real = host.realPath(path);
  if (real === null) return null;
  const at = await host.tree(dirname(real)).stat(basename(real));
  return at.kind === "found" ? at.entry : null;
}

async function atDirectory(path: string, given: string, host: EnvironmentHost): Promise<FoundEnvironment> {
  const prefix = prefixOfPackages(path);
  if (prefix !== null)
    return { root: prefix, targetPath: posixFrom(prefix, path), label: labelOf(path, host) };
  if (await isEnvironment(path, host)) return wholeOf(path, host);
  const inside = await inProject(path, host);
  if (inside !== null) return inside;
  const hint = "give a virtual environment, a prefix, a site-packages folder or a python executable";
  throw new PywardError("usage", `${given} is no environment, and has none in .venv or venv`, { hint });
}

/** The prefix of `PREFIX/lib/python3.12/site-packages` or `PREFIX\Lib\site-packages`; null for another folder. */
function prefixOfPackages(path: string): string | null {
  if (!["site-packages", "dist-packages"].includes(basename(path))) return null;
  const library = /^(?:python|pypy|graalpy)[\d.]*t?$/.test(basename(dirname(path)))
    ? dirname(dirname(path))
    : dirname(path);
  return /^lib(?:32|64)?$/i.test(basename(library)) ? dirname(library) : null;
}

async function inProject(folder: string, host: EnvironmentHost): Promise<FoundEnvironment | null> {
  for (const name of [".venv", "venv"]) {
    const path = join(folder, name);
    if (await isEnvironment(path, host)) return wholeOf(path, host);
  }
  return null;
}

async function isEnvironment(path: string, host: EnvironmentHost): Promise<boolean> {
  const tree = host.tree(path);
  if ((await tree.stat("pyvenv.cfg")).kind === "found") return true;
  const { directories, unread } = await findSiteDirectories(tree, "");
  return directories.length > 0 || unread.length > 0;
}

/**
 * The prefix of an interpreter, as its own start-up finds it: a `pyvenv.cfg` beside it or above decides before links
 * are followed (PEP 405), else the place where the real file lies.
 */
async function ofExecutable(path: string, given: string, host: EnvironmentHost): Promise<FoundEnvironment> {
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    if ((await host.tree(folder).stat("pyvenv.cfg")).kind === "found") return wholeOf(folder, host);
  }
  const real = host.realPath(path);
  const places = real !== null && isInterpreter(real) ? [dirname(dirname(real)), dirname(real)] : [];
  for (const folder of places) {
    if (await isEnvironment(folder, host)) return wholeOf(folder, host);
  }
  const hint =
    "give the environment's folder; a launcher script such as a shim says nothing without being run";
  throw new PywardError("usage", `${given} is not the python executable of an environment`, { hint });
}

function isInterpreter(path: string): boolean {
  return /^(?:python|pypy|graalpy)[\d.]*[a-z]{0,2}(?:\.exe)?$/i.test(basename(path));
}

function wholeOf(root: string, host: EnvironmentHost): FoundEnvironment {
  return { root, targetPath: "", label: labelOf(root, host) };
}

function labelOf(path: string, { cwd }: EnvironmentHost): string {
  const below = relative(cwd, path);
  if (below === "") return ".";
  return below.startsWith("..") || isAbsolute(below) ? path : posixFrom(cwd, path);
}

function posixFrom(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}
