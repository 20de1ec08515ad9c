export { compareReports, type Base } from "./compare-reports.ts";
