/**
 * Advisory records for the comparison, each for one rule of pip-audit or of its service: nothing of them is real. The
 * ids tell what they are about. OSV schema 1.7.
 */
export interface MadeRecord {
  readonly id: string;
  readonly [field: string]: unknown;
}

interface Given {
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary?: string;
  readonly details?: string;
  readonly withdrawn?: string;
  /** One `affected` entry each. */
  readonly affected: readonly Affected[];
}

interface Affected {
  /** `introduced` and `fixed`, a range each. */
  readonly ranges?: readonly (readonly [introduced: string, fixed: string | null])[];
  /** One range with all of these events. */
  readonly events?: readonly (readonly [introduced: string, fixed: string | null])[];
  readonly versions?: readonly string[];
  readonly name?: string;
}

export const RECORDS: readonly MadeRecord[] = [
  record({
    id: "PYSEC-2021-1001",
    name: "plain",
    aliases: ["CVE-2021-1001", "GHSA-aaaa-bbbb-c001"],
    summary: "One range",
    affected: [{ ranges: [["0", "2.0"]] }],
  }),
  record({
    id: "PYSEC-2021-1002",
    name: "plain",
    details: "Details without a summary,\nin two lines.\n\n| a table | too |\n",
    affected: [{ ranges: [["0", "1.10"]] }],
  }),
  record({ id: "PYSEC-2021-1003", name: "plain", affected: [{ ranges: [["0", null]] }] }),
  record({
    id: "GHSA-aaaa-bbbb-c002",
    name: "ghsa-only",
    aliases: ["CVE-2022-1002"],
    summary: "Known to GitHub only",
    details: "Long.",
    affected: [{ ranges: [["0", "1.5"]] }],
  }),
  record({
    id: "GHSA-aaaa-bbbb-c003",
    name: "ghsa-only",
    summary: "And without a CVE: “quotes”, ümlaut, 漢字 and 🐍",
    affected: [{ ranges: [["0", "1.6"]] }],
  }),
  record({
    id: "GHSA-aaaa-bbbb-c004",
    name: "twins",
    aliases: ["CVE-2022-1004", "PYSEC-2022-1004"],
    summary: "The same flaw, from GitHub",
    affected: [{ ranges: [["0", "1.7"]] }],
  }),
  record({
    id: "PYSEC-2022-1004",
    name: "twins",
    aliases: ["CVE-2022-1004", "GHSA-aaaa-bbbb-c004"],
    details: "The same flaw, from PyPI",
    affected: [{ ranges: [["0", "1.7.1"]] }],
  }),
  record({
    id: "GHSA-aaaa-bbbb-c005",
    name: "two-of-github",
    aliases: ["CVE-2022-1005"],
    summary: "First",
    affected: [{ ranges: [["0", "3.0"]] }],
  }),
  record({
    id: "GHSA-aaaa-bbbb-c006",
    name: "two-of-github",
    aliases: ["CVE-2022-1005"],
    summary: "Second",
    affected: [{ ranges: [["0", "3.1"]] }],
  }),
  record({
    id: "PYSEC-2023-1007",
    name: "two-of-pysec",
    aliases: ["CVE-2023-1007"],
    details: "The first",
    affected: [{ ranges: [["0", "4.0"]] }],
  }),
  record({
    id: "PYSEC-2023-1008",
    name: "two-of-pysec",
    aliases: ["CVE-2023-1007"],
    details: "The second",
    affected: [{ ranges: [["0", "4.1"]] }],
  }),
  record({
    id: "PYSEC-2023-1009",
    name: "branches",
    aliases: ["CVE-2023-1009"],
    details: "A branch an entry",
    affected: [
      { ranges: [["3.0", "3.2.9"]] },
      { ranges: [["4.0", "4.0.9"]] },
      { ranges: [["4.1", "4.1.3"]] },
    ],
  }),
  record({
    id: "PYSEC-2023-1010",
    name: "branches",
    details: "A branch a range",
    affected: [
      {
        ranges: [
          ["3.0", "3.2.10"],
          ["4.0", "4.0.10"],
        ],
      },
    ],
  }),
  record({
    id: "PYSEC-2023-1011",
    name: "branches",
    details: "All in one range",
    affected: [
      {
        events: [
          ["4.0", "4.0.11"],
          ["3.0", "3.2.11"],
        ],
      },
    ],
  }),
  record({
    id: "PYSEC-2023-1012",
    name: "Odd_Name.Case",
    details: "The record spells the name its own way",
    affected: [{ ranges: [["0", "2.0"]] }],
  }),
  record({
    id: "PYSEC-2023-1013",
    name: "listed",
    details: "Versions without a range",
    affected: [{ versions: ["1.0", "1.1"] }],
  }),
  record({
    id: "PYSEC-2023-1014",
    name: "gone",
    withdrawn: "2023-06-01T00:00:00Z",
    affected: [{ ranges: [["0", null]] }],
  }),
  record({
    id: "MAL-2024-1015",
    name: "wicked",
    summary: "Malicious code",
    affected: [{ ranges: [["0", null]] }],
  }),
  record({
    id: "PYSEC-2024-1016",
    name: "Pinned",
    details: "Fixes that are not written as PEP 440 writes them",
    affected: [
      {
        events: [
          ["0", "v1.0.0"],
          ["2.0", "2.0-rc1"],
        ],
      },
    ],
  }),
  record({
    id: "PYSEC-2024-1017",
    name: "pre",
    details: "A fix in a pre-release",
    affected: [{ ranges: [["0", "1.0rc1"]] }],
  }),
  record({
    id: "PYSEC-2024-1018",
    name: "two-packages",
    details: "About two packages",
    affected: [{ ranges: [["0", "1.1"]] }, { name: "another", ranges: [["0", "9.9"]] }],
  }),
  record({
    id: "PYSEC-2024-1019",
    name: "hostile",
    details: "\u001b[31mred\u001b[0m ::error::done <img src=x> | `code`",
    affected: [{ ranges: [["0", "2.0"]] }],
  }),
];

function record({ name, affected, ...rest }: Given): MadeRecord {
  return {
    schema_version: "1.7.0",
    modified: "2026-11-20T00:00:00Z",
    published: "2024-01-01T00:00:00Z",
    ...rest,
    affected: affected.map((entry) => ({
      package: { ecosystem: "PyPI", name: entry.name ?? name },
      ranges: [
        ...(entry.ranges ?? []).map((range) => rangeOf([range])),
        ...(entry.events === undefined ? [] : [rangeOf(entry.events)]),
      ],
      versions: entry.versions ?? [],
    })),
  };
}

function rangeOf(pairs: readonly (readonly [string, string | null])[]) {
  return {
    type: "ECOSYSTEM",
    events: pairs.flatMap(([introduced, fixed]) => [{ introduced }, ...(fixed === null ? [] : [{ fixed }])]),
  };
}
