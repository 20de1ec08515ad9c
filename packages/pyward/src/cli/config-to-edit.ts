import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { realPath, writeAtomically } from "../host/node/index.ts";
import type { ConfigText } from "../load-configuration.ts";
import { PywardError } from "../model/index.ts";
import { mayConfigure, searchFor } from "./config-search.ts";
import type { Io } from "./io.ts";
import { posix } from "./shown-path.ts";

/** A configuration file to be edited; `text` is "" where it is yet to be written. */
export interface EditableConfig extends ConfigText {
  readonly absolute: string;
}

/**
 * The file that a waiver is written to: the one that is named, else the nearest that holds a configuration, else the
 * pyproject.toml beside, else a new pyward.toml.
 */
export async function nearestConfig(named: string | null, io: Io): Promise<EditableConfig> {
  if (named !== null) return openConfig(resolve(io.cwd, named), io);
  const { folders } = searchFor(
    { config: undefined, command: null, named: { paths: [], root: null }, revision: null },
    io,
  );
  for (const { top, tree, folder } of folders.toReversed())
    for (const name of ["pyward.toml", "pyproject.toml"]) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (await mayConfigure(tree, path)) return openConfig(join(top, path), io);
    }
  const project = join(io.cwd, "pyproject.toml");
  return openConfig(existsSync(project) ? project : join(io.cwd, "pyward.toml"), io);
}

/** Throws PywardError `bad-configuration` for what is no text. */
export function openConfig(absolute: string, io: Io): EditableConfig {
  const form = basename(absolute) === "pyproject.toml" ? "pyproject" : "pyward";
  const real = realPath(absolute) ?? absolute;
  const cwd = realPath(io.cwd) ?? io.cwd;
  const path = posix(
    relative(cwd, join(realPath(dirname(absolute)) ?? dirname(absolute), basename(absolute))),
  );
  return { absolute: real, path, form, isTrusted: true, folder: "", sha256: "", text: textOf(real, path) };
}

const LIMIT = 4 * 1024 * 1024;

function textOf(file: string, path: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return "";
  if (!found.isFile() || found.size > LIMIT)
    throw new PywardError("bad-configuration", `${path} is no file of up to 4 MiB`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (cause) {
    throw new PywardError("bad-configuration", `${path} cannot be read as UTF-8`, { cause });
  }
}

/** In one step: a reader sees the old file or the new one. Throws PywardError `cannot-write`. */
export function saveConfig({ absolute, path }: EditableConfig, text: string): void {
  try {
    writeAtomically(absolute, new TextEncoder().encode(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PywardError("cannot-write", `${path} could not be written: ${reason}`, { cause });
  }
}
