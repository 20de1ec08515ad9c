import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "conda-lock",
  title: "conda-lock file",
  claims: ({ name }) => /(?:^|[.-])conda-lock\.ya?ml$/.test(name) || EXPLICIT.test(name),
  role: "lock",
  supersedes: ["conda-environment"],
};

/** What `conda-lock render` and `conda-lock --kind explicit` write. */
const EXPLICIT = /^conda-(?:linux|osx|win)-[a-z0-9]{2,10}\.lock$/;
