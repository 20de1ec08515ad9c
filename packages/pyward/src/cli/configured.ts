import type { AuditRequest } from "../audit-request.ts";
import type { AuditOptions } from "./options.ts";

/** What an audit is run with: the options as configuration completes them, and what it says of single projects. */
export interface Configured<T extends AuditOptions> extends Pick<
  AuditRequest,
  "policyFor" | "policyFiles" | "policyNotes" | "wholeFiles"
> {
  readonly options: T;
  readonly rules?: NonNullable<AuditRequest["policy"]["rules"]>;
  /** Names and patterns of packages that no feed is told of; of the run's files. */
  readonly internal?: readonly string[];
  /** The answer to `--show-config`, in place of an audit; absent: not asked for. */
  readonly shown?: string;
}
