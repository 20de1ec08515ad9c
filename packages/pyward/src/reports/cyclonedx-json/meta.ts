import { CYCLONEDX_VERSIONS } from "../shared/cyclonedx/versions.ts";
import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "cyclonedx-json",
  title: "CycloneDX SBOM with findings (VEX), JSON",
  mediaType: "application/vnd.cyclonedx+json",
  versions: CYCLONEDX_VERSIONS,
  isBillOfMaterials: true,
};
