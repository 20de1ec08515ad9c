import { InvalidArgumentError } from "commander";

export const PLATFORM_NAMES = ["linux", "macos", "windows"] as const;

type Platform = (typeof PLATFORM_NAMES)[number];

/** One `--platform`. */
export interface AskedPlatform {
  readonly name: Platform;
  /** As images name it: `linux/arm64`, or the name alone. */
  readonly image: string;
}

const PLATFORMS: Readonly<Record<string, Platform>> = {
  linux: "linux",
  macos: "macos",
  darwin: "macos",
  mac: "macos",
  windows: "windows",
  win32: "windows",
};

/** A system, and of images an architecture and its variant, too: `linux/arm64/v8`. */
export function parsePlatform(text: string): AskedPlatform {
  const [, system = "", architecture = ""] =
    /^([a-z0-9]+)((?:\/[a-z0-9_]+){0,2})$/.exec(text.toLowerCase()) ?? [];
  const name = Object.hasOwn(PLATFORMS, system) ? PLATFORMS[system] : undefined;
  if (name === undefined)
    throw new InvalidArgumentError(
      "The platforms are linux, macos and windows; of an image also linux/arm64 …",
    );
  return { name, image: name + architecture };
}
