import type { SeverityLevel } from "./advisory.ts";

/** The version of the JSON of `pyward fix`. */
export const FIX_SCHEMA = "pyward-fix/1";

/** What `pyward fix` found to change, and what an audit of the changed files says. JSON-safe. */
export interface FixReport {
  readonly schema: typeof FIX_SCHEMA;
  readonly tool: { readonly name: "pyward"; readonly version: string };
  /** RFC 3339, UTC, seconds. */
  readonly generatedAt: string;
  readonly exitCode: 0 | 1 | 3;
  /** `clean`: nothing was chosen, and all was audited. `cleared`: all that was chosen is, by the audit after the change. */
  readonly status: "clean" | "cleared" | "partly" | "incomplete";
  /** The files are changed; else they would be. */
  readonly isWritten: boolean;
  readonly findings: {
    readonly chosen: number;
    /** Confirmed by auditing the changed files. */
    readonly cleared: number;
    /** Ids that only the changed files have. */
    readonly introduced: readonly string[];
  };
  readonly parts: readonly FixPart[];
  /** Of the files that change, sorted by path. */
  readonly files: readonly FixedFile[];
  readonly notes: readonly string[];
}

export interface FixedFile {
  readonly path: string;
  /** Unified. */
  readonly diff: string;
}

/** Files that are installed together. */
export interface FixPart {
  readonly project: string;
  /** As people see them. */
  readonly files: readonly string[];
  /** What the versions rest on: a resolution by the package indexes, or the advisories alone. */
  readonly basis: "solver" | "advisory";
  /** No smaller set of changes clears as much: proved. */
  readonly isSmallest: boolean;
  /** For which Pythons it was planned; empty where nothing was resolved. */
  readonly pythons: readonly string[];
  /** Why there is no plan; null: there is one. */
  readonly failure: string | null;
  readonly changes: readonly FixChange[];
  readonly left: readonly FixLeft[];
  /** What the project's own tools would do where no edit is exact, a word each. */
  readonly commands: readonly (readonly string[])[];
}

export interface FixChange {
  readonly package: string;
  /** Null: it is new. */
  readonly from: string | null;
  /** Null: nothing needs it any more. */
  readonly to: string | null;
  readonly jump: "patch" | "minor" | "major" | "downgrade" | "added" | "removed";
  readonly isDirect: boolean;
  /** Of one of several versions of the package: where it is that one (PEP 508). Null: everywhere, or there is one. */
  readonly marker: string | null;
  readonly clears: readonly FixedFinding[];
  /** Why it moves where it clears nothing itself. */
  readonly because: readonly string[];
  /** The project's own range, which does not admit it; null: it does, or there is none. */
  readonly outside: string | null;
  /** A page that an advisory links about the version; null: none does. */
  readonly notesUrl: string | null;
  /** Why no file is edited for it; null: one is. */
  readonly unedited: string | null;
}

export interface FixedFinding {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly title: string | null;
  readonly severity: SeverityLevel;
  readonly url: string;
}

/** Chosen findings that stay. */
export interface FixLeft {
  readonly package: string;
  readonly version: string;
  readonly findings: readonly FixedFinding[];
  /** Sentences that follow from each other. */
  readonly reasons: readonly string[];
  /** A version that would do, and is younger than was asked for. */
  readonly embargoed: { readonly version: string; readonly uploadTime: string } | null;
}
