import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "setup-py",
  title: "setup.py",
  claims: ({ name }) => name === "setup.py",
  role: "manifest",
  supersedes: [],
};
