import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "html",
  title:
    "A page to read: one file with search, filters, a timeline of disclosure and every reason; it requests nothing",
  mediaType: "text/html",
};
