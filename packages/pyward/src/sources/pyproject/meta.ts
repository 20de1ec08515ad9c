import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pyproject",
  title: "pyproject.toml",
  claims: ({ name }) => name === "pyproject.toml",
  role: "manifest",
  supersedes: [],
};
