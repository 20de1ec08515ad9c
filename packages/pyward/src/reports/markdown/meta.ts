import type { ReporterMeta } from "../shared/reporter.ts";

export const meta: ReporterMeta = {
  id: "markdown",
  title: "For job summaries and comments: as the table, in GitHub's and GitLab's Markdown",
  mediaType: "text/markdown",
};
