import type { Advisory } from "../model/index.ts";

/** For tests: a live vulnerability that affects nothing, of unknown severity, but for what is given. */
export function exampleAdvisory(given: Partial<Advisory> & Pick<Advisory, "id">): Advisory {
  return {
    feed: "pypa",
    kind: "vulnerability",
    aliases: [],
    modified: "2024-02-02T00:00:00Z",
    published: "2024-01-01T00:00:00Z",
    withdrawn: null,
    disclosed: "2024-01-01T00:00:00Z",
    intervals: [],
    enumerated: [],
    oddVersions: [],
    fixed: [],
    undecided: false,
    unbounded: false,
    disputed: false,
    severity: { level: "unknown", score: null, vector: null, source: null },
    weakness: null,
    summary: null,
    exploitedSince: null,
    imported: null,
    epss: null,
    patchedBy: null,
    ...given,
  };
}
