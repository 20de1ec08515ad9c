import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pylock-toml",
  title: "pylock.toml lock file",
  // PEP 751, "File Name": one name may stand between the dots.
  claims: ({ name }) => /^pylock(?:\.[^.]+)?\.toml$/.test(name),
  role: "lock",
  supersedes: ["pyproject", "setup-cfg", "setup-py"],
  mayBePart: true,
  asksReplaced: true,
};
