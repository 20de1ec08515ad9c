import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "tox-ini",
  title: "tox.ini and tox.toml",
  claims: ({ name }) => name === "tox.ini" || name === "tox.toml",
  role: "mention",
  supersedes: [],
};
