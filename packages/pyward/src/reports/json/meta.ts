import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "json",
  title: "The whole report as one JSON object, for programs",
  mediaType: "application/json",
};
