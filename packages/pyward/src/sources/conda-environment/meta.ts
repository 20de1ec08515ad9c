import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "conda-environment",
  title: "conda environment file",
  claims: ({ name }) => /^(?:[\w.-]{1,60}[-_.])?environment(?:[-_.][\w.-]{1,60})?\.ya?ml$/.test(name),
  role: "manifest",
  supersedes: [],
};
