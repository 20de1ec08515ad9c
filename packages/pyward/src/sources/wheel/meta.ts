import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "wheel",
  title: "wheel",
  claims: ({ name }) => name.endsWith(".whl"),
  role: "artifact",
  supersedes: [],
};
