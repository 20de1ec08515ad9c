/** What a value of a patch may be. */
export type PatchValue = "text" | "flag" | "severity" | "affected";

interface PatchKey {
  readonly type: PatchValue;
  readonly says: string;
  readonly isRequired?: true;
}

/** Keys of one patch. The reader and the published schema (docs/patches-schema.json) are made from this table. */
export const PATCH_KEYS = {
  id: {
    type: "text",
    says: "the record that is corrected, by its own id and not by an alias",
    isRequired: true,
  },
  reason: { type: "text", says: "why", isRequired: true },
  owner: { type: "text", says: "who answers for it" },
  package: { type: "text", says: "only what the record says of this package; absent: of each that it names" },
  affected: {
    type: "affected",
    says: "takes the place of all that the record calls affected: ranges, or single versions",
  },
  addFixed: { type: "text", says: "the version from which what has no fix is fixed" },
  severity: { type: "severity", says: "critical, high, medium, low or none, or a vector of CVSS" },
  disputed: { type: "flag", says: "true: the flaw is disputed, and findings of it are marked so" },
  withdrawn: { type: "flag", says: "true: the record counts as withdrawn, neither matches nor joins" },
} as const satisfies Readonly<Record<string, PatchKey>>;

/** Keys of one range in `affected`. A range needs one at least; without `introduced` it begins at the first release. */
export const RANGE_KEYS = {
  introduced: "the first version that is affected",
  fixed: "the first that is not any more",
  lastAffected: "in place of fixed: the last that is affected",
  version: "this one alone; stands by itself",
} as const;

export const SEVERITY_LEVELS = ["critical", "high", "medium", "low", "none"] as const;
/** What a vector of CVSS looks like; whether it can be scored is asked where it is read. */
export const CVSS_PATTERN = "^CVSS:[34]\\.\\d/[A-Z]";
