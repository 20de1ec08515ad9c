import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "spdx3-json",
  title: "SPDX 3.0.1 SBOM with findings (VEX), JSON-LD",
  mediaType: "application/spdx+json",
  isBillOfMaterials: true,
};
