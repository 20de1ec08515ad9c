import { compareVersions, type Version, type VersionNumber } from "../../python/index.ts";

/** How far apart two versions are, by the first number of the release that differs. */
export type Jump = "patch" | "minor" | "major" | "downgrade";

/** `patch`: also what differs in nothing but post-releases and the like. */
export function jumpBetween(from: Version, to: Version): Jump {
  if (compareVersions(to, from) < 0) return "downgrade";
  if (from.epoch !== to.epoch || part(from, 0) !== part(to, 0)) return "major";
  return part(from, 1) === part(to, 1) ? "patch" : "minor";
}

/** The nearest first. */
export const JUMPS = ["patch", "minor", "major", "downgrade"] as const satisfies readonly Jump[];

function part({ release }: Version, at: number): VersionNumber {
  return release[at] ?? 0;
}
