import type { Claim, SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "requirements-txt",
  title: "pip requirements file",
  claims: ({ name, folder }: Claim) => claimsRequirements(name.toLowerCase(), folder.toLowerCase()),
  role: "manifest",
  supersedes: [],
};

/** Constraints ask for nothing: they are read where a requirements file names them. */
function claimsRequirements(name: string, folder: string): boolean {
  const dot = name.lastIndexOf(".");
  const ending = name.slice(dot);
  if (dot < 1 || (ending !== ".txt" && ending !== ".in")) return false;
  const stem = name.slice(0, dot);
  if (stem.startsWith("constraints")) return false;
  if (stem.startsWith("requirements") || stem.endsWith("-requirements") || stem.endsWith("_requirements"))
    return true;
  return folder === "requirements" || folder.endsWith("/requirements");
}
