import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "cyclonedx",
  title: "CycloneDX SBOM",
  // The names that CycloneDX recommends, and what its tools write by default.
  claims: ({ name }) => /^(?:s?bom|.+\.cdx|.+\.cyclonedx|cyclonedx)\.(?:json|xml)$/.test(name),
  role: "sbom",
  supersedes: [],
  knowsContent: true,
};
