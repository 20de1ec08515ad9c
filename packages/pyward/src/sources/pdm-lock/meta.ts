import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pdm-lock",
  title: "PDM lock file",
  claims: ({ name }) => name === "pdm.lock",
  role: "lock",
  supersedes: ["pyproject", "setup-cfg", "setup-py"],
};
