import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "egg",
  title: "zipped egg",
  claims: ({ name }) => name.endsWith(".egg"),
  role: "artifact",
  supersedes: [],
};
