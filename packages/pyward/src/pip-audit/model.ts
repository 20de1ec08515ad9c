/** What pip-audit's reports know, in its own words: a dependency is audited or skipped, and a vulnerability has fix versions. */

/** One step of collecting dependencies, in the order in which pip-audit comes to them. */
export type Collected =
  /** `name` and `version` as written. */
  | { readonly kind: "pinned"; readonly name: string; readonly version: string }
  /** `name` as written. */
  | { readonly kind: "skipped"; readonly name: string; readonly reason: string }
  /** The same where pip would have found a version: the run cannot end as clean. */
  | { readonly kind: "unresolved"; readonly name: string; readonly reason: string }
  /** Ends the audit. */
  | { readonly kind: "fatal"; readonly message: string };

/** A line for standard error, in the form of Python's logging. */
export interface LogLine {
  readonly level: "DEBUG" | "INFO" | "WARNING" | "ERROR";
  readonly logger: string;
  readonly text: string;
}

export interface Collection {
  readonly entries: readonly Collected[];
  readonly log: readonly LogLine[];
}

export interface Vulnerability {
  readonly id: string;
  /** Ascending, normalised. */
  readonly fixVersions: readonly string[];
  readonly aliases: readonly string[];
  readonly description: string;
}

/** A dependency as the reports show it. `name` is normalised (PEP 503). */
export type Row =
  | {
      readonly kind: "audited";
      readonly name: string;
      /** The name as its source writes it: CycloneDX shows that one. */
      readonly written: string;
      readonly version: string;
      readonly vulns: readonly Vulnerability[];
    }
  | {
      readonly kind: "skipped";
      readonly name: string;
      /** Markdown shows that one. */
      readonly written: string;
      readonly reason: string;
    };

export interface Audited {
  readonly rows: readonly Row[];
  /** Vulnerabilities that `--ignore-vuln` took out. */
  readonly ignored: number;
}

export type Format = "columns" | "json" | "cyclonedx-json" | "cyclonedx-xml" | "markdown";

/** How a report is shown. */
export interface PipAuditView {
  readonly aliases: boolean;
  readonly descriptions: boolean;
  /** To a terminal: names and ids are links. */
  readonly links: boolean;
  readonly now: Date;
}
