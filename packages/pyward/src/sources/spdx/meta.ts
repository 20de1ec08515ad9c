import type { SourceMeta } from "../shared/source.ts";

export const meta: SourceMeta = {
  id: "spdx",
  title: "SPDX SBOM",
  // The endings that SPDX recommends; those of RDF among them, so that what cannot be read is said to be there.
  claims: ({ name }) =>
    /.\.(?:spdx|spdx3?\.json(?:ld)?|spdx\.ya?ml|spdx\.xml|spdx\.rdf(?:\.xml)?)$/.test(name),
  role: "sbom",
  supersedes: [],
  knowsContent: true,
};
