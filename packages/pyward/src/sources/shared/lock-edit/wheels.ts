import type { ReleaseFile } from "../../../model/index.ts";
import { parseWheelFilename, type WheelFilename } from "../../../python/index.ts";
import { nextMinor, pythonAt, type PythonInterval } from "./python-range.ts";

/** A wheel that uv keeps in a lock for these Pythons; null: it leaves it out. */
export function lockedWheel({ filename }: ReleaseFile, pythons: PythonInterval): WheelFilename | null {
  const parsed = parseWheelFilename(filename);
  if (!parsed.ok) return null;
  const { abiTags, pythonTags } = parsed.value;
  return abiTags.some((abi) => fits(abi, pythonTags, pythons)) ? parsed.value : null;
}

/** It can be installed on every platform, and on whatever Python there is. */
export function isForAll({ abiTags, pythonTags, platformTags }: WheelFilename): boolean {
  const isAnyPython = abiTags.every((abi) => abi === "none") && pythonTags.includes("py3");
  return isAnyPython && platformTags.every((platform) => platform === "any");
}

/** Tags of PEP 425: an ABI is of one minor version, `cp312` of an interpreter too, and `py312` is where it begins. */
function fits(abi: string, tags: readonly string[], pythons: PythonInterval): boolean {
  if (abi === "abi3") return true;
  if (abi === "none") return tags.some((tag) => tagFits(tag, pythons));
  const version = /^(?:cp|pypy|graalpy\d+_|pyston)(\d)(\d*)/.exec(abi);
  return version === null || isWithin(version, pythons);
}

function tagFits(tag: string, pythons: PythonInterval): boolean {
  const parts = /^(py|cp|pp|ip|jy|graalpy)(\d)(\d*)$/.exec(tag);
  if (parts === null) return true;
  const [, kind, major, minor] = parts;
  if (major === "2") return false;
  if (minor === "" || minor === undefined) return true;
  if (kind === "py") return (pythonAt(`${major}.${minor}`) ?? 0) < pythons[1];
  return isWithin(["", major ?? "", minor], pythons);
}

function isWithin([, major, minor]: readonly string[], [lowest, highest]: PythonInterval): boolean {
  if (major === "2") return false;
  const place = minor === "" ? null : pythonAt(`${major}.${minor}`);
  return place === null || (nextMinor(place) > lowest && place < highest);
}
