import { formatVersion, parseMarker, parseVersion, type Marker, type Version } from "../../python/index.ts";
import { parseConstraint, type Comparison } from "./poetry-constraint.ts";

/** The marker for Poetry's `python = "^3.8"`; null: any Python; undefined: it cannot be read. */
export function pythonMarker(text: string): Marker | null | undefined {
  const constraint = parseConstraint(text);
  if (constraint === null) return undefined;
  if (constraint.some((comparisons) => comparisons.length === 0)) return null;
  return toMarker(constraint.map((comparisons) => comparisons.map(comparePython).join(" and ")).join(" or "));
}

/**
 * `python_version` has two numbers. A version of three is compared with `python_full_version`; so is the end of a range
 * that includes or excludes a version of two, which stands for its first patch level.
 */
function comparePython({ operator, version, isPrefix }: Comparison): string {
  const text = formatVersion(stable(version));
  if (isPrefix) return `python_full_version ${operator} "${text}.*"`;
  const isMinor = version.release.length < 3;
  if (isMinor && operator !== ">" && operator !== "<=" && operator !== "!=")
    return `python_version ${operator} "${text}"`;
  const missing = ".0".repeat(Math.max(3 - version.release.length, 0));
  return `python_full_version ${operator} "${text}${missing}"`;
}

function stable(version: Version): Version {
  const parsed = parseVersion(version.release.join("."));
  return parsed.ok ? parsed.value : version;
}

/** The marker for Poetry's `platform = "linux || darwin"`; undefined: it cannot be read. */
export function platformMarker(text: string): Marker | null | undefined {
  const alternatives = text.split(/\|\|?/).map((part) => {
    const names = part.split(/[\s,]+/).filter((name) => name !== "");
    return names.map(comparePlatform).join(" and ");
  });
  return alternatives.includes("") ? undefined : toMarker(alternatives.join(" or "));
}

function comparePlatform(text: string): string {
  const [, operator = "", name = ""] = /^(!=|={0,3})([A-Za-z0-9_.-]*)$/.exec(text) ?? [];
  return `sys_platform ${operator === "!=" ? "!=" : "=="} "${name === "" ? '"' : name}"`;
}

function toMarker(text: string): Marker | undefined {
  const parsed = parseMarker(text);
  return parsed.ok ? parsed.value : undefined;
}
