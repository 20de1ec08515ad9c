import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pipfile",
  title: "Pipfile",
  claims: ({ name }) => name === "Pipfile",
  role: "manifest",
  supersedes: [],
};
