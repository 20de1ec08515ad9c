import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "junit",
  title: "JUnit XML, for the test pages of CI services",
  mediaType: "application/xml",
};
