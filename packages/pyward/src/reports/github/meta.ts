import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "github",
  title: "Annotations of GitHub Actions, on the lines that ask for the packages",
  mediaType: "text/plain",
};
