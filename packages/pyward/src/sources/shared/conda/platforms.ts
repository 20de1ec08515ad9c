/** conda's platforms as environment markers (PEP 508 values of `sys.platform` and `platform.machine()`). */
const PLATFORMS: ReadonlyMap<string, readonly [system: string, machine: string]> = new Map([
  ["linux-32", ["linux", "i686"]],
  ["linux-64", ["linux", "x86_64"]],
  ["linux-aarch64", ["linux", "aarch64"]],
  ["linux-armv6l", ["linux", "armv6l"]],
  ["linux-armv7l", ["linux", "armv7l"]],
  ["linux-ppc64le", ["linux", "ppc64le"]],
  ["linux-riscv64", ["linux", "riscv64"]],
  ["linux-s390x", ["linux", "s390x"]],
  ["osx-64", ["darwin", "x86_64"]],
  ["osx-arm64", ["darwin", "arm64"]],
  ["win-32", ["win32", "x86"]],
  ["win-64", ["win32", "AMD64"]],
  ["win-arm64", ["win32", "ARM64"]],
]);

/**
 * Where a package is needed that a lock has for some of its platforms, as PEP 508 text. Null: always, also where one of
 * the platforms is none that a marker can name.
 */
export function platformMarker(some: ReadonlySet<string>, all: ReadonlySet<string>): string | null {
  if (some.size === 0 || [...all].every((platform) => some.has(platform))) return null;
  const alternatives = new Set<string>();
  for (const platform of [...some].toSorted()) {
    const named = PLATFORMS.get(platform);
    if (named === undefined) return null;
    const [system, machine] = named;
    const siblings = [...all].filter((other) => PLATFORMS.get(other)?.[0] === system);
    const isWhole = siblings.every((other) => some.has(other));
    const marker = `sys_platform == "${system}"`;
    alternatives.add(isWhole ? marker : `${marker} and platform_machine == "${machine}"`);
  }
  return [...alternatives].join(" or ");
}

/** The marker of a platform or a family of them (`unix`, `linux`, `osx`, `win`), as pixi's targets name them. */
export function targetMarker(target: string): string | null {
  switch (target) {
    case "unix":
      return `sys_platform != "win32"`;
    case "linux":
      return `sys_platform == "linux"`;
    case "osx":
      return `sys_platform == "darwin"`;
    case "win":
      return `sys_platform == "win32"`;
    default: {
      const [system, machine] = PLATFORMS.get(target) ?? [];
      if (system === undefined || machine === undefined) return null;
      return `sys_platform == "${system}" and platform_machine == "${machine}"`;
    }
  }
}

export function isPlatform(name: string): boolean {
  return PLATFORMS.has(name);
}
