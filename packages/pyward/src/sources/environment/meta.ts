import type { SourceMeta } from "../shared/source.ts";

/**
 * What is installed in a virtual environment, a prefix or a site-packages folder. An environment is asked for by its
 * folder, so of files it claims only the marker of a virtual environment (PEP 405), and only where one is named.
 */
export const meta: SourceMeta = {
  id: "environment",
  title: "installed environment",
  claims: ({ name }) => name === "pyvenv.cfg",
  role: "environment",
  supersedes: [],
};
