import type { EpssScore } from "./advisory.ts";

/** What a supplier of signals says of all CVEs. Ids are in upper case. */
export type Catalogue =
  | {
      readonly kind: "kev";
      /** The day that it is of, `YYYY-MM-DD`. */
      readonly date: string;
      /** CVE id → the day that it was listed, `YYYY-MM-DD`. */
      readonly days: ReadonlyMap<string, string>;
    }
  | {
      readonly kind: "epss";
      /** The day that the scores are true of, `YYYY-MM-DD`. */
      readonly date: string;
      readonly scores: ReadonlyMap<string, EpssScore>;
    };

export type CatalogueKind = Catalogue["kind"];
