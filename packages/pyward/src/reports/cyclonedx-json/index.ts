import { escapeHidden } from "../shared/escape-hidden.ts";
import { cycloneDxDocument } from "../shared/cyclonedx/document.ts";
import { cycloneDxVersion } from "../shared/cyclonedx/versions.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";

/** The JSON form of CycloneDX. */
export const cyclonedxJson: Reporter = {
  meta,
  render: (report, { version }) =>
    `${escapeHidden(JSON.stringify(cycloneDxDocument(report, cycloneDxVersion(version)), null, 1))}\n`,
};
