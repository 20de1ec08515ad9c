import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pre-commit",
  title: "configuration of pre-commit",
  claims: ({ name }) => name === ".pre-commit-config.yaml" || name === ".pre-commit-config.yml",
  role: "mention",
  supersedes: [],
};
