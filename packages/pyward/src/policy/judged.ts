import type {
  DistroStatement,
  FindingRecord,
  GapCode,
  PackageSource,
  Problem,
  Scope,
  SystemPackage,
} from "../model/index.ts";

/** What a verdict depends on, and nothing else. */
export interface Judged extends Pick<
  Problem,
  "id" | "aliases" | "kind" | "severity" | "confidence" | "exploited"
> {
  /** Scopes of the dependency that has the problem. */
  readonly scopes: readonly Scope[];
  /** FIRST's EPSS; null or absent: the data has no score. */
  readonly epss?: { readonly probability: number } | null;
  /** The package of a Linux distribution that owns it; absent where none does. */
  readonly systemPackage?: SystemPackage | undefined;
  /** What the distribution's own advisories say about its CVEs; absent where nobody was asked. */
  readonly statements?: readonly DistroStatement[] | undefined;
  /** A range admits it, and it would not be installed today: what there is to say of that. Absent: it is what is there. */
  readonly admittedBy?: string | undefined;
  /** Which release it is and which files ask for it: what waivers and bars of paths look at. */
  readonly dependency?: {
    readonly name: string;
    readonly version: string | null;
    readonly origins: readonly { readonly path: string }[];
    readonly source?: PackageSource;
  };
  readonly fix?: Problem["fix"];
  /** A hash that is locked for it is one that a malware record names. Absent: none is. */
  readonly hasHashOfRecord?: boolean;
  /** Absent: it is a test's, whose records agree. */
  readonly records?: readonly Pick<FindingRecord, "id" | "feed" | "affected" | "affects">[];
}

/** What decides whether a gap is waived. */
export interface JudgedGap {
  readonly code: GapCode;
  readonly name: string | null;
  readonly origin: { readonly path: string } | null;
}
