import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "notebook",
  title: "Jupyter notebook",
  claims: ({ name }) => name.endsWith(".ipynb"),
  role: "mention",
  supersedes: [],
};
