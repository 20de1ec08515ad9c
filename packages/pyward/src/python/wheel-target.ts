import type { WheelFilename } from "./filename.ts";
import type { MarkerEnvironment } from "./marker-environment.ts";

type WheelTags = Pick<WheelFilename, "pythonTags" | "abiTags" | "platformTags">;

export type WheelTarget = Pick<
  MarkerEnvironment,
  "implementation_name" | "platform_machine" | "python_version" | "sys_platform"
>;

/**
 * Whether a wheel can be installed there (PEP 425, PEP 600, PEP 656, as `packaging.tags` lists them). The versions of
 * macOS, glibc and musl are not told, nor which C library a Linux has, so any of them will do; where the machine is not
 * told (empty), so will any, and where the platform is not, every wheel.
 */
export function fitsWheelTarget(
  { pythonTags, abiTags, platformTags }: WheelTags,
  target: WheelTarget,
): boolean {
  return (
    platformTags.some((tag) => fitsPlatform(tag, target)) &&
    pythonTags.some((python) => abiTags.some((abi) => fitsPython(python, abi, target)))
  );
}

function fitsPython(
  python: string,
  abi: string,
  { implementation_name: implementation, python_version }: WheelTarget,
): boolean {
  const [major = "", minor = ""] = python_version.split(".");
  const [, letters = "", wheelMajor = "", wheelMinor = ""] = /^([a-z]+)(\d)(\d*)$/.exec(python) ?? [];
  if (wheelMajor !== major) return false;
  const isOlder = wheelMinor === "" || Number(wheelMinor) <= Number(minor);
  if (letters === "py") return abi === "none" && isOlder;
  if (letters === "cp" && isUnknownOr(implementation, "cpython")) {
    if (abi === "abi3") return isOlder;
    return (
      wheelMinor === minor &&
      (abi === "none" || abi === `cp${major}${minor}` || abi === `cp${major}${minor}m`)
    );
  }
  // pp310-pypy310_pp73: which PyPy of that Python is not told.
  return letters === "pp" && isUnknownOr(implementation, "pypy") && wheelMinor === minor;
}

function isUnknownOr(value: string, known: string): boolean {
  return value === "" || value === known;
}

function fitsPlatform(
  tag: string,
  { sys_platform: platform, platform_machine: machine }: WheelTarget,
): boolean {
  if (tag === "any" || platform === "") return true;
  switch (platform) {
    case "linux":
      return fitsMachine(/^(?:many|musl)?linux(?:1|2010|2014|_\d+_\d+)?_(.+)$/.exec(tag)?.[1], machine);
    case "darwin":
      return fitsMachine(/^macosx_\d+_\d+_(.+)$/.exec(tag)?.[1], machine);
    case "win32":
      return fitsMachine(tag === "win32" ? "x86" : /^win_(.+)$/.exec(tag)?.[1], machine);
    // Of other systems, tags tell more than markers do: who runs one knows its name.
    default:
      return tag.startsWith(platform);
  }
}

function fitsMachine(ofTag: string | undefined, machine: string): boolean {
  if (ofTag === undefined || machine === "") return ofTag !== undefined;
  const [own, other] = [bare(ofTag), bare(machine)];
  return own === other || (UNIVERSAL.get(own)?.includes(other) ?? false);
}

/** What systems call the same machine. */
function bare(machine: string): string {
  const name = machine.toLowerCase();
  return ALIASES.get(name) ?? name;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["amd64", "x86_64"],
  ["aarch64", "arm64"],
  ["i386", "x86"],
  ["i486", "x86"],
  ["i586", "x86"],
  ["i686", "x86"],
  ["armv8l", "armv7l"],
]);

/** Of macOS: one file for several machines. */
const UNIVERSAL: ReadonlyMap<string, readonly string[]> = new Map([
  ["universal2", ["x86_64", "arm64"]],
  ["universal", ["x86_64", "x86", "ppc", "ppc64"]],
  ["intel", ["x86_64", "x86"]],
  ["fat64", ["x86_64", "ppc64"]],
  ["fat3", ["x86_64", "x86", "ppc"]],
  ["fat", ["x86", "ppc"]],
]);
