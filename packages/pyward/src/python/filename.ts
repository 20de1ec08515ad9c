import { isDigit } from "./ascii.ts";
import { normalizeName } from "./name.ts";
import type { PackageName } from "./name.ts";
import { failure, success } from "./result.ts";
import type { Result } from "./result.ts";
import { parseVersion } from "./version.ts";
import type { Version } from "./version.ts";

export interface SdistFilename {
  readonly name: PackageName;
  readonly version: Version;
}

export interface WheelFilename extends SdistFilename {
  /** As written; begins with a digit. */
  readonly build: string | null;
  /** PEP 425, in small letters; more than one where the set is compressed (`py2.py3`). */
  readonly pythonTags: readonly string[];
  readonly abiTags: readonly string[];
  readonly platformTags: readonly string[];
}

/** PEP 427, "File name convention", and the tags of PEP 425. Error: `invalid-wheel-filename`, `number-too-long`. */
export function parseWheelFilename(text: string): Result<WheelFilename> {
  if (!text.endsWith(".whl")) return invalidWheel("the name does not end in .whl", text.length);
  const parts = text.slice(0, -4).split("-");
  const [rawName = "", rawVersion = ""] = parts;
  if (parts.length !== 5 && parts.length !== 6) return invalidWheel("not five or six parts", 0);
  if (rawName.includes("__") || !isRawName(rawName)) return invalidWheel("not a name", 0);
  const version = parseVersion(rawVersion);
  if (!version.ok) return invalidVersion(version.error.code, rawName.length + 1, invalidWheel);
  const build = parts.length === 6 ? (parts[2] ?? "") : null;
  if (build !== null && !isDigit(build.charCodeAt(0)))
    return invalidWheel("a build tag begins with a digit", 0);
  const [pythonTags, abiTags, platformTags] = parts.slice(-3).map((tag) => tag.toLowerCase().split("."));
  if (pythonTags === undefined || abiTags === undefined || platformTags === undefined) {
    return invalidWheel("no tags", text.length);
  }
  const areTags = pythonTags.every(isIdentifier) && [...abiTags, ...platformTags].every((tag) => tag !== "");
  if (!areTags) return invalidWheel("not a tag", text.length);
  return success({
    name: normalizeName(rawName),
    version: version.value,
    build,
    pythonTags,
    abiTags,
    platformTags,
  });
}

function isRawName(name: string): boolean {
  return /^[\w.]+$/.test(name) || /^[\p{L}\p{N}_.]+$/u.test(name);
}

/** As Python's `str.isidentifier()`, which the reference implementation asks of the first tag. */
function isIdentifier(tag: string): boolean {
  return /^[a-z_]\w*$/.test(tag) || /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(tag);
}

/** PEP 625, and the older names (any dashes before the last one, `.zip`). Error: `invalid-sdist-filename`, `number-too-long`. */
export function parseSdistFilename(text: string): Result<SdistFilename> {
  const extension = [".tar.gz", ".zip"].find((candidate) => text.endsWith(candidate));
  if (extension === undefined) return invalidSdist("the name does not end in .tar.gz or .zip", text.length);
  const stem = text.slice(0, -extension.length);
  const dash = stem.lastIndexOf("-");
  if (dash <= 0) return invalidSdist("no name before the version", 0);
  const version = parseVersion(stem.slice(dash + 1));
  if (!version.ok) return invalidVersion(version.error.code, dash + 1, invalidSdist);
  return success({ name: normalizeName(stem.slice(0, dash)), version: version.value });
}

function invalidVersion(code: string, offset: number, invalid: typeof invalidWheel): Result<never> {
  if (code === "number-too-long") return failure("number-too-long", "a number of too many digits", offset);
  return invalid("not a version", offset);
}

function invalidWheel(message: string, offset: number): Result<never> {
  return failure("invalid-wheel-filename", message, offset);
}

function invalidSdist(message: string, offset: number): Result<never> {
  return failure("invalid-sdist-filename", message, offset);
}
