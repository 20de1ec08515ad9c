import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "gitlab",
  title: "GitLab's dependency scanning report 15.0",
  mediaType: "application/json",
};
