import type { Origin } from "./origin.ts";

/** The closed list of reasons why something asked for could not be audited. */
export const GAP_CODES = {
  unpinned: "the requirement has no exact version, and nothing resolved it",
  unresolvable: "no versions fit together that meet the requirements",
  "dynamic-metadata": "the metadata is computed by code, which pyward never runs",
  "url-without-version": "the URL, path or repository says no version",
  "unparsable-line": "a line does not follow the grammar of its file",
  "unparsable-file": "the file does not follow its format",
  "unsupported-format": "the format or its version is not one that pyward reads",
  "unidentified-component": "an SBOM does not say which package a component is",
  "missing-file": "a file that is referenced inside another does not exist",
  "outside-root": "the reference or link leads out of the audited root",
  "invalid-version": "the version is not PEP 440 and no advisory lists it",
  "superseded-manifest": "the manifest's own lock file was audited in its place",
  "own-code": "the project's own code or an editable install of it, not a release",
  "conda-unmapped": "nothing says which PyPI releases these packages of conda are",
  "not-on-index": "the package index does not have it",
  "limit-exceeded": "the input is larger, deeper or slower than the bounds allow",
  "malformed-advisory": "an advisory about this package cannot be read",
  "no-advisory-data": "there is no usable advisory database",
  "stale-advisory-data": "the advisory database is older than the policy allows",
  "nothing-to-audit": "no recognised source was found",
  unreachable: "what was to be fetched from a registry or an engine could not be",
  unreadable: "the file could not be read",
} as const;

export type GapCode = keyof typeof GAP_CODES;

/** Something that was asked for and could not be audited. */
export interface Gap {
  readonly code: GapCode;
  /** Normalised package name; null where the gap is about a whole file or the data. */
  readonly name: string | null;
  /** Id of the advisory for `malformed-advisory`; null otherwise. */
  readonly advisory: string | null;
  /** A plain sentence for a person. Never quotes credentials or what lies outside the root. */
  readonly reason: string;
  readonly origin: Origin | null;
  /** No surprise: never makes a run incomplete. */
  readonly expected: boolean;
}

type GivenGap = Pick<Gap, "code" | "reason" | "origin"> & Partial<Gap>;

/** A gap that is a surprise and names neither package nor advisory, unless said otherwise. */
export function makeGap(given: GivenGap): Gap {
  return { name: null, advisory: null, expected: false, ...given };
}
