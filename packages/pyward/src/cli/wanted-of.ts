import type { Io } from "./io.ts";
import type { DiscoveryOptions } from "./options.ts";
import type { ReadingOptions } from "./reading-options.ts";
import type { Wanted } from "./wanted.ts";

/** What the command line names, as `audit` and `diff` take it. */
export function wantedOf(paths: readonly string[], options: Omit<ReadingOptions, "rev">): Wanted {
  const { requirement: requirements, root = null } = options;
  const discovery = discoveryOf(options);
  const platforms = options.platform.map(({ image }) => image);
  return { paths, requirements, root, discovery, platforms, offline: options.offline === true };
}

/** What of a folder is read. */
export function discoveryOf({ recurse, exclude, include, environments }: DiscoveryOptions) {
  return { recurse, exclude, include, environments: environments === true };
}

/** The trees that the command line names. */
export async function rootsFor(wanted: Wanted, rev: string | undefined, io: Io) {
  if (rev === undefined) {
    const { rootsOf } = await import("./audit-roots.ts");
    return rootsOf(wanted, io);
  }
  const { revisionRoots } = await import("./revision-roots.ts");
  return revisionRoots(wanted, rev, io);
}
