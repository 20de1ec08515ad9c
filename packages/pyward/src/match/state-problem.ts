import type { FindingKind, Problem } from "../model/index.ts";

/** What is wrong with a release or its project that is no flaw in its code. */
export interface StateOf {
  readonly kind: Exclude<FindingKind, "vulnerability" | "malware">;
  /** What it is of, in the id: `brick`, `brick-1.0`. */
  readonly about: string;
  readonly title: string;
  readonly url: string;
  readonly fix: string | null;
}

/** The id is of our own making: it says what, and of which package, so that it can be waived like any other. */
export function stateProblem({ kind, about, title, url, fix }: StateOf): Problem {
  return {
    id: `${kind.toUpperCase()}-${about}`,
    aliases: [],
    kind,
    title,
    url,
    severity: { level: "unknown", score: null, vector: null, source: null },
    disclosed: null,
    imported: null,
    modified: null,
    confidence: "range",
    records: [],
    fixedIn: [],
    fix: fix === null ? null : { version: fix, basis: "index" },
    exploited: null,
    epss: null,
  };
}
