import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "openvex",
  title: "OpenVEX 0.2.0: a statement for each finding",
  mediaType: "application/json",
};
