import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "uv-lock",
  title: "uv lock file",
  claims: ({ name }) => name === "uv.lock" || name.endsWith(".py.lock"),
  role: "lock",
  supersedes: ["pyproject", "setup-cfg", "setup-py"],
  locksMembers: true,
};
