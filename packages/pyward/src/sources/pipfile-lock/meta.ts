import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pipfile-lock",
  title: "Pipenv lock file",
  claims: ({ name }) => name === "Pipfile.lock",
  role: "lock",
  supersedes: ["pipfile"],
};
