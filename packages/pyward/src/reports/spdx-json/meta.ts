import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "spdx-json",
  title: "SPDX 2.3 SBOM, JSON",
  mediaType: "application/spdx+json",
  isBillOfMaterials: true,
};
