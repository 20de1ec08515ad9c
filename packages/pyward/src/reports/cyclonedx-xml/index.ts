import { cycloneDxDocument } from "../shared/cyclonedx/document.ts";
import { cycloneDxVersion } from "../shared/cyclonedx/versions.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";
import { toXml } from "./to-xml.ts";

/** The XML form of CycloneDX. */
export const cyclonedxXml: Reporter = {
  meta,
  render: (report, { version }) => {
    const asked = cycloneDxVersion(version);
    return toXml(cycloneDxDocument(report, asked), asked);
  },
};
