/**
 * pyward as a library: the audit as a function of trees, advisories, policy and time. Everything here is pure but the
 * two functions of `host/node`, which are the real file system. The findings of a new report read their `description` from the index when it is
 * asked for: close that only when the report is rendered.
 *
 * @packageDocumentation
 */
export { openIndex } from "./advisory-index/index.ts";
export type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
export type { OpenedDatabase } from "./advisory-index/opened-database.ts";
export { audit } from "./audit.ts";
export type { AuditRequest } from "./audit-request.ts";
export type { AuditRoot } from "./read-projects.ts";
export { PywardError } from "./model/index.ts";
export type { Report, ReportDependency, ReportFinding, ReportGap } from "./model/index.ts";
export { DEFAULT_POLICY } from "./policy/index.ts";
export type { Policy } from "./policy/index.ts";
export { readReport } from "./read-report.ts";
export type { ByteSource, FileTree, Progress } from "./host/index.ts";
export { SILENT } from "./host/index.ts";
export { memoryTree } from "./host/memory/index.ts";
export { nodeTree, openByteSource } from "./host/node/index.ts";
