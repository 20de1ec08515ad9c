import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "sarif",
  title: "SARIF 2.1.0, for code scanning",
  mediaType: "application/sarif+json",
};
