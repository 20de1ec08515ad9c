import type { Bar, ReportTarget, Scope, SeverityLevel, Verdict, Waiver } from "../model/index.ts";
import type { Judged } from "./judged.ts";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";
import { policyRules } from "./rules.ts";

/** A finding for tests: `PYSEC-2024-1`, also `CVE-2024-1` and `GHSA-abcd-efgh-jkmn`, of severity high, in brick 1.4. */
export interface GivenFinding {
  readonly level?: SeverityLevel;
  readonly kind?: Judged["kind"];
  readonly exploited?: true;
  readonly epss?: number;
  readonly confidence?: Judged["confidence"];
  readonly source?: NonNullable<Judged["dependency"]>["source"];
  readonly hasHashOfRecord?: true;
  readonly records?: NonNullable<Judged["records"]>;
  readonly scopes?: readonly Scope[];
  readonly paths?: readonly string[];
  readonly version?: string;
  readonly fix?: string;
}

export function exampleFinding(given: GivenFinding = {}): Judged {
  return {
    id: "PYSEC-2024-1",
    aliases: ["CVE-2024-1", "GHSA-abcd-efgh-jkmn"],
    kind: given.kind ?? "vulnerability",
    severity: { level: given.level ?? "high", score: null, vector: null, source: null },
    confidence: given.confidence ?? "range",
    exploited: given.exploited === true ? { since: "2024-02-01" } : null,
    epss: given.epss === undefined ? null : { probability: given.epss },
    ...(given.hasHashOfRecord === undefined ? {} : { hasHashOfRecord: true }),
    records: given.records ?? [],
    scopes: given.scopes ?? ["main"],
    fix: given.fix === undefined ? null : { version: given.fix, basis: "advisory" },
    dependency: {
      name: "brick",
      version: given.version ?? "1.4",
      ...(given.source === undefined ? {} : { source: given.source }),
      origins: (given.paths ?? ["requirements.txt"]).map((path) => ({ path })),
    },
  };
}

function exampleWaiver(given: Partial<Waiver> = {}): Waiver {
  return {
    place: { path: "pyward.toml", line: 1 },
    id: "CVE-2024-1",
    gap: null,
    kind: null,
    package: null,
    version: null,
    path: null,
    scopes: [],
    targets: [],
    reason: "agreed",
    owner: null,
    expires: null,
    untilFixed: false,
    ...given,
  };
}

/** What a configuration adds to a policy. `never`: ids of `never-waive`. */
export interface GivenRules {
  readonly waivers?: readonly Partial<Waiver>[];
  /** `[scope or pattern, level]`; a name with a slash is a path's, and `legacy/**` means what starts with `legacy/`. */
  readonly bars?: readonly (readonly [string, SeverityLevel])[];
  /** Addresses of indexes that are declared private, and of mirrors. */
  readonly indexes?: readonly (readonly [string, "pypi" | "private"])[];
  readonly never?: readonly string[];
  readonly now?: string;
  readonly targets?: readonly ReportTarget[];
}

export function examplePolicy(given: GivenRules, policy: Partial<Policy> = {}): Policy {
  const place = { path: "pyward.toml", line: 9 };
  const rules = policyRules({
    waivers: (given.waivers ?? []).map((waiver, at) =>
      exampleWaiver({ place: { path: "pyward.toml", line: at + 1 }, ...waiver }),
    ),
    bars: (given.bars ?? []).map(([name, failOn]): Bar => {
      return { kind: name.includes("/") ? "path" : "scope", name, failOn, place };
    }),
    indexes: (given.indexes ?? []).map(([url, kind]) => ({ url, kind, place })),
    neverWaive: (given.never ?? []).map((text) => ({ text, place })),
    now: new Date(given.now ?? "2026-11-24T12:00:00Z"),
    targets: given.targets ?? [],
    matcherOf: (pattern) => (path) => path.startsWith(pattern.replace("**", "")),
  });
  return { ...DEFAULT_POLICY, ...policy, rules };
}

/** A verdict as the tables of cases write it: `fail epss: EPSS 0.9 is not below 0.1`. */
export function verdictText({ status, rule, reason }: Verdict): string {
  return `${status} ${rule}${reason === null ? "" : `: ${reason}`}`;
}

/** A row of a table of cases. */
export type PolicyCase = readonly [
  what: string,
  finding: GivenFinding,
  rules: GivenRules,
  policy: Partial<Policy>,
  verdict: string,
];

/** What a waiver of the example makes of a finding that it covers. */
export const WAIVED = "waived waiver: agreed";

export function waiving(waiver: Partial<Waiver>, more: GivenRules = {}): GivenRules {
  return { ...more, waivers: [waiver] };
}

export function barred(...bars: NonNullable<GivenRules["bars"]>): GivenRules {
  return { bars };
}
