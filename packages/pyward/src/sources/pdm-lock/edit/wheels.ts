import type { ReleaseFile } from "../../../model/index.ts";
import { parseWheelFilename } from "../../../python/index.ts";
import { nextMinor, pythonAt, type PythonInterval } from "../../shared/lock-edit/python-range.ts";

/** Whether PDM keeps a wheel in a lock for these Pythons: one that fits them by one of its tags (dep-logic, `EnvSpec.compatibility`). */
export function isLockedWheel({ filename }: ReleaseFile, pythons: PythonInterval): boolean {
  const parsed = parseWheelFilename(filename);
  if (!parsed.ok) return false;
  const { pythonTags, abiTags } = parsed.value;
  return pythonTags.some((tag) => abiTags.some((abi) => fits(tag, abi, pythons)));
}

/** An ABI counts where it begins as the interpreter does: `graalpy312` and its `graalpy250_312_native` do not, and so are never kept. */
function fits(tag: string, abi: string, pythons: PythonInterval): boolean {
  const range = rangeOf(tag, abi === "abi3");
  if (range === null || range[0] >= pythons[1] || range[1] <= pythons[0]) return false;
  if (abi === "abi3") return tag.startsWith("cp");
  const written = abi.split("_", 1)[0]?.replace("pypy", "pp").replace("pyston", "pt") ?? "";
  return abi === "none" || written.toLowerCase().startsWith(tag.toLowerCase());
}

/** Of `cp312` one minor version, of `py3` one major one; where it is open, all that come later, too. Null: no such tag. */
function rangeOf(tag: string, isOpen: boolean): PythonInterval | null {
  const [, major = "", minor = ""] = /^[a-z]{2}(\d)(\d{0,3})$/i.exec(tag) ?? [];
  const low = pythonAt(minor === "" ? major : `${major}.${minor}`);
  if (low === null) return null;
  if (isOpen) return [low, Infinity];
  return [low, minor === "" ? (pythonAt(String(Number(major) + 1)) ?? Infinity) : nextMinor(low)];
}
