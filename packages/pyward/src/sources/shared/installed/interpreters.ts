import type { FileTree } from "../../../host/index.ts";
import { fileOrigin, joinPath, type Origin } from "../../../model/index.ts";

/** A Python that an environment or a prefix says it has. */
export interface ToldInterpreter {
  /** PEP 440 (`3.13.0rc1`); null: a Python whose exact version nothing tells, or not CPython. */
  readonly version: string | null;
  /** As much of a version as stands there; null: none does, or it is not CPython's. */
  readonly written: string | null;
  /** Why there is no version; null where there is one. */
  readonly lack: string | null;
  readonly origin: Origin;
}

/** None of these files has a part of it. */
const MOST = 64 * 1024;
/** More than any prefix has. */
const MOST_SERIES = 50;

/** `PREFIX/lib/python3.12/site-packages`, and Windows's `PREFIX\Lib\site-packages`. */
const SITE = /^(?:(.*)\/)?lib(?:32|64)?\/(?:(?:python|pypy|graalpy)[\d.]*t?\/)?(?:site|dist)-packages$/i;

/** The prefix that a folder of installed packages belongs to; any other folder is one itself. */
export function prefixOf(path: string): string {
  const site = SITE.exec(path);
  return site === null ? path : (site[1] ?? "");
}

/**
 * The interpreters of a prefix, from what lies beside them: `pyvenv.cfg` of a virtual environment (PEP 405; venv writes `version`, uv and virtualenv
 * `version_info` and `implementation`), conda's record of the package, and CPython's own `patchlevel.h`. Nothing is started.
 */
export async function readInterpreters(tree: FileTree, prefix: string): Promise<readonly ToldInterpreter[]> {
  const configuration = joinPath(prefix, "pyvenv.cfg");
  const text = await textOf(tree, configuration);
  if (text !== null) return [ofConfiguration(text, configuration)];
  const conda = await ofConda(tree, joinPath(prefix, "conda-meta"));
  return conda.length > 0 ? conda : ofHeaders(tree, prefix);
}

function ofConfiguration(text: string, path: string): ToldInterpreter {
  const settings = new Map<string, { readonly value: string; readonly line: number }>();
  for (const [at, line] of text.split("\n").entries()) {
    const [, key = "", value = ""] = /^\s*([A-Za-z_-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== "") settings.set(key.toLowerCase(), { value, line: at + 1 });
  }
  const told = settings.get("version") ?? settings.get("version_info");
  const origin = { ...fileOrigin(path), line: told?.line ?? null, column: told === undefined ? null : 1 };
  const implementation = settings.get("implementation")?.value ?? "CPython";
  const started = `${settings.get("executable")?.value ?? ""} ${settings.get("home")?.value ?? ""}`;
  if (!/^cpython$/i.test(implementation) || /[/\\](?:pypy|graalpy)[^/\\]*(?:[/\\]|\s|$)/i.test(started))
    return { version: null, written: null, lack: "it is not CPython", origin };
  return told === undefined
    ? { version: null, written: null, lack: "its pyvenv.cfg tells no version", origin }
    : versionAt(told.value, origin);
}

/** `NAME-VERSION-BUILD.json`; the build string tells PyPy's. */
async function ofConda(tree: FileTree, folder: string): Promise<readonly ToldInterpreter[]> {
  return (await namesIn(tree, folder)).flatMap((name): readonly ToldInterpreter[] => {
    const [, version, build = ""] = /^python-([^-]+)-([^-]+)\.json$/.exec(name) ?? [];
    if (version === undefined) return [];
    const origin = fileOrigin(joinPath(folder, name));
    return /pypy|graalpy/i.test(build)
      ? [{ version: null, written: null, lack: "it is not CPython", origin }]
      : [versionAt(version, origin)];
  });
}

/** `#define PY_VERSION "3.11.4"`, where the headers are installed. */
async function ofHeaders(tree: FileTree, prefix: string): Promise<readonly ToldInterpreter[]> {
  const include = joinPath(prefix, "include");
  const series = (await namesIn(tree, include)).filter((name) => /^python\d\.\d+[a-z]{0,2}$/.test(name));
  const folders = [
    ...series.slice(0, MOST_SERIES).map((name) => joinPath(include, name)),
    include,
    joinPath(prefix, "Include"),
  ];
  const told: ToldInterpreter[] = [];
  for (const folder of folders) {
    const path = joinPath(folder, "patchlevel.h");
    const text = await textOf(tree, path);
    const at =
      text === null ? null : /^[ \t]*#[ \t]*define[ \t]+PY_VERSION[ \t]+"([^"\n]{1,40})"/m.exec(text);
    if (text === null || at === null) continue;
    const line = text.slice(0, at.index).split("\n").length;
    told.push(versionAt(at[1] ?? "", { ...fileOrigin(path), line, column: 1 }));
  }
  return told;
}

/** Of `sys.version_info` as uv (`3.12.3`) and virtualenv (`3.12.3.final.0`) write it, and of `PY_VERSION`. */
const WRITTEN =
  /^(\d{1,2}\.\d{1,3}\.\d{1,3})(?:((?:a|b|rc)\d{1,3})|\.(final|alpha|beta|candidate)\.(\d{1,3}))?$/;
const STAGES: Readonly<Record<string, string>> = { alpha: "a", beta: "b", candidate: "rc" };

function versionAt(text: string, origin: Origin): ToldInterpreter {
  const written = WRITTEN.exec(text.trim());
  if (written === null) {
    const lack = `${text.slice(0, 40)} is not the exact version of a release`;
    return { version: null, written: /^\d{1,2}\.\d{1,3}(?!\d)/.exec(text)?.[0] ?? null, lack, origin };
  }
  const [, release = "", stage, level = "final", serial = ""] = written;
  const phase = stage ?? (level === "final" ? "" : `${STAGES[level] ?? ""}${serial}`);
  return { version: `${release}${phase}`, written: release, lack: null, origin };
}

async function textOf(tree: FileTree, path: string): Promise<string | null> {
  const read = await tree.read(path, MOST);
  return read.kind === "file" ? new TextDecoder().decode(read.bytes) : null;
}

async function namesIn(tree: FileTree, path: string): Promise<readonly string[]> {
  const listed = await tree.list(path);
  return listed.kind === "directory" ? listed.entries.map(({ name }) => name) : [];
}
