import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pixi-toml",
  title: "pixi manifest",
  claims: ({ name }) => name === "pixi.toml" || name === "mojoproject.toml",
  role: "manifest",
  supersedes: [],
};
