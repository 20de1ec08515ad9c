import { cycloneDxDocument } from "../shared/cyclonedx/document.ts";
import { cycloneDxVersion } from "../shared/cyclonedx/versions.ts";
import { jsonReport } from "../shared/json-report.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";

/** The JSON form of CycloneDX. */
export const cyclonedxJson: Reporter = {
  meta,
  render: (report, { version }) => jsonReport(cycloneDxDocument(report, cycloneDxVersion(version))),
};
