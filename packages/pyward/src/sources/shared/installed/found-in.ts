import type { FoundIn } from "./on-path.ts";
import type { SiteDirectory } from "./site-directories.ts";
import type { Site } from "./site-entries.ts";

/** A folder that a `.pth` file adds is one more on the module path of the same interpreters. */
export function foundIn({ distributions, added }: Site, directory: SiteDirectory): readonly FoundIn[] {
  return [{ ...directory, distributions }, ...added.map((folder) => ({ ...directory, ...folder }))].flatMap(
    ({ path, python, distributions: here }) => {
      const place: SiteDirectory = { path, python };
      return here.map((distribution) => ({ distribution, directory: place }));
    },
  );
}
