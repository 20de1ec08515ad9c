import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "poetry-lock",
  title: "Poetry lock file",
  claims: ({ name }) => name === "poetry.lock",
  role: "lock",
  supersedes: ["pyproject", "setup-cfg", "setup-py"],
};
