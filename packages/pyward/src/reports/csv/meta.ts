import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "csv",
  title: "A row for each finding, for spreadsheets",
  mediaType: "text/csv",
};
