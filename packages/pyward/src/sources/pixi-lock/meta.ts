import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "pixi-lock",
  title: "pixi lock file",
  claims: ({ name }) => name === "pixi.lock",
  role: "lock",
  supersedes: ["pixi-toml"],
  supersedesWithout: { kinds: ["pyproject"], beside: "pixi-toml" },
};
