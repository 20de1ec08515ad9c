import type { Scope } from "../../../model/index.ts";

/** One thing that an SBOM lists, whichever format lists it. */
export interface SbomComponent {
  /** As written; null where it has none. */
  readonly name: string | null;
  readonly version: string | null;
  /** A range in the place of a version: `vers:` text or specifiers of PEP 440. */
  readonly range: string | null;
  readonly purls: readonly string[];
  /** Can be a package: no file, operating system, device …, nor the project's own code. */
  readonly isPackage: boolean;
  /** The tool that wrote it says that it is a Python package. */
  readonly saysPython: boolean;
  /** `algorithm:hex`. */
  readonly hashes: readonly string[];
  /** What the component itself says of its use; empty: nothing. */
  readonly scopes: readonly Scope[];
  readonly extras: readonly string[];
  /** PEP 508 text as written; null: always. */
  readonly marker: string | null;
  /** It is not what its release was: patched, or derived from something else. */
  readonly isModified: boolean;
  /** Offset of its name, or of the component where it has none. */
  readonly start: number;
}

/** How two components, by their places in the list, belong together. */
export interface SbomRelation {
  readonly from: number;
  readonly to: number;
  /** `from` does not work without `to`, or `to` is one of the parts of `from`. */
  readonly kind: "needs" | "holds";
  /** What `to` is needed for; null: the relation does not say. */
  readonly scope: Scope | null;
}

/** A software bill of materials. */
export interface Sbom {
  readonly components: readonly SbomComponent[];
  readonly relations: readonly SbomRelation[];
  /** Places of the components that the document is about. */
  readonly subjects: readonly number[];
  /** Entries that could not be read at all. */
  readonly faults: readonly SbomFault[];
  readonly claims: SbomClaims;
}

export interface SbomFault {
  readonly offset: number;
  readonly reason: string;
}

/** What the document says of itself, for the notes. */
export interface SbomClaims {
  /** How many statements about vulnerabilities it has (VEX). */
  readonly vulnerabilities: number;
  /** It says itself that what it lists may not be all. */
  readonly isIncomplete: boolean;
  /** How many relations lead to other documents. */
  readonly elsewhere: number;
}

/** What reading a document ends with. `offset`: where it says that it is nothing for pyward. */
export type ReadSbom =
  | { readonly kind: "sbom"; readonly sbom: Sbom }
  | {
      readonly kind: "refused";
      readonly code: "unparsable-file" | "unsupported-format";
      readonly reason: string;
      readonly offset: number;
    };
