import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "zipapp",
  title: "application in a zip (zipapp, shiv, pex)",
  claims: ({ name }) => /\.(?:pyzw?|pex)$/.test(name),
  role: "artifact",
  supersedes: [],
};
