import type { SourceMeta } from "../shared/source.ts";

/**
 * Wheels that a Python brings along to seed environments with. They are asked for by their folder, where an image is
 * read; a walk over a project hands over none.
 */
export const meta: SourceMeta = {
  id: "bundled-wheels",
  title: "bundled wheels of an image",
  role: "environment",
  claims: () => false,
  supersedes: [],
};
