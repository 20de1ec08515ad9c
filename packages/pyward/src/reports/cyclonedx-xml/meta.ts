import { CYCLONEDX_VERSIONS } from "../shared/cyclonedx/versions.ts";
import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "cyclonedx-xml",
  title: "CycloneDX SBOM with findings (VEX), XML",
  mediaType: "application/vnd.cyclonedx+xml",
  versions: CYCLONEDX_VERSIONS,
  isBillOfMaterials: true,
};
