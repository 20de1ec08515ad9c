import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "table",
  title: "For people: grouped by package, worst first, with what to do",
  mediaType: "text/plain",
};
