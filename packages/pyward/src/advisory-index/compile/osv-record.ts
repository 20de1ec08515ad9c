import type { PackageName } from "../../python/index.ts";

/**
 * The fields of an OSV record (schema 1.7) that the index uses, read leniently: what matching stands on must have its
 * type, else the record is malformed; anything else that is not what it should be counts as absent.
 */
export interface OsvRecord {
  readonly id: string;
  readonly aliases: readonly string[];
  /** As written; null where absent. */
  readonly modified: unknown;
  readonly published: unknown;
  /** Anything but null, false and "" counts as withdrawn. */
  readonly withdrawn: unknown;
  readonly summary: string | null;
  readonly details: string | null;
  readonly severity: readonly OsvSeverity[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  /** SHA-256 of files that the record is about, lower case. */
  readonly hashes: readonly string[];
  /** Entries for packages of PyPI, and of PSF's records those for CPython itself (`INTERPRETER`). */
  readonly affected: readonly OsvAffected[];
}

export interface OsvAffected {
  readonly name: PackageName;
  readonly ranges: readonly OsvRange[];
  readonly versions: readonly string[];
  readonly severity: readonly OsvSeverity[];
  /** Dotted paths of what is flawed, as far as its `ecosystem_specific` names any. */
  readonly symbols: readonly string[];
}

export interface OsvRange {
  readonly type: string;
  readonly repo: string | null;
  readonly events: readonly OsvEvent[];
}

export interface OsvEvent {
  readonly kind: "introduced" | "fixed" | "last_affected" | "limit";
  readonly version: string;
}

export interface OsvSeverity {
  readonly type: string;
  readonly score: string;
}
