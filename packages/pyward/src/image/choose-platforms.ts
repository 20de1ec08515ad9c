import { platformName, type Platform } from "./blob-store.ts";
import type { WantedPlatforms } from "./found-image.ts";

/** Something that is offered for a platform; null where it does not say which. */
interface Offered {
  readonly platform: Platform | null;
}

/**
 * Of several platforms the ones that are asked for. Where none is: linux/amd64, for it is what most images are built and
 * deployed for, and the answer must not depend on the machine that asks; else the first of linux, else the first.
 */
export function choosePlatforms<T extends Offered>(
  offered: readonly T[],
  wanted: WantedPlatforms,
): readonly T[] {
  if (wanted.length > 0)
    return wanted.flatMap((name) => best(offered.filter((one) => fits(one.platform, name))));
  return best(offered);
}

function best<T extends Offered>(offered: readonly T[]): readonly T[] {
  const named = (name: string): T | undefined =>
    offered.find(({ platform }) => platform !== null && fits(platform, name));
  const chosen = named("linux/amd64") ?? named("linux") ?? offered[0];
  return chosen === undefined ? [] : [chosen];
}

/** Names as the command line has them: macOS is `darwin` in images. What says no platform fits every one. */
export function fits(platform: Platform | null, name: string): boolean {
  if (platform === null) return true;
  const full = platformName(platform);
  const asked = name.replace(/^macos\b/, "darwin");
  return full === asked || full.startsWith(`${asked}/`);
}
