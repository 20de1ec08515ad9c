import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "setup-cfg",
  title: "setup.cfg",
  claims: ({ name }) => name === "setup.cfg",
  role: "manifest",
  supersedes: [],
};
