import { REPORT_SCHEMA } from "../../model/index.ts";
import type {
  AttestationIdentity,
  Coverage,
  Evidence,
  FindingRecord,
  FixVersion,
  ReleaseAge,
  Report,
  ReportDatabase,
  ReportDependency,
  ReportFinding,
  ReportGap,
  ReportImage,
  ReportOrigin,
  ReportPolicy,
  ReportProject,
  ReportTarget,
  Scope,
  Status,
  Upgrade,
  UpgradePlan,
  Verdict,
  VerdictWaiver,
} from "../../model/index.ts";
import { comparison } from "./comparison-shape.ts";
import {
  choice,
  flag,
  list,
  nullable,
  number,
  optional,
  record,
  sinceLater,
  type Shape,
  text,
  textLike,
  whole,
} from "./shape.ts";
import { findingKind, gapCode, level, severity } from "./value-shapes.ts";

// The order of the keys below is the order of the contract, and the order in which the JSON report has them.

const status = choice<Status>({ pass: true, fail: true, incomplete: true });

const policy = record<ReportPolicy>({
  failOn: nullable(level),
  unknownSeverity: choice({ fail: true, warn: true, pass: true }),
  maxDbAge: whole,
  files: list(record({ path: text, sha256: text })),
});

const database = record<ReportDatabase>({
  id: text,
  modified: text,
  ageDays: whole,
  stale: flag,
  advisories: whole,
  origin: choice({ embedded: true, stored: true, file: true, service: true }),
  sources: list(record({ feed: text, modified: text, records: whole })),
});

const project = record<ReportProject>({
  id: text,
  root: text,
  kind: choice({ project: true, environment: true, image: true, sbom: true, artifact: true }),
  status,
  sources: list(record({ kind: text, path: text, dependencies: whole })),
  image: sinceLater(
    nullable(
      record<ReportImage>({
        name: nullable(text),
        platform: nullable(text),
        digest: nullable(text),
        layers: list(text),
      }),
    ),
    null,
  ),
});

const origin = record<ReportOrigin>({
  path: text,
  line: nullable(whole),
  column: nullable(whole),
  layer: nullable(text),
});

const scope = textLike(isScope, "main, build, tooling, extra:NAME or group:NAME");

function isScope(value: string): value is Scope {
  return (
    ["main", "build", "tooling"].includes(value) || value.startsWith("extra:") || value.startsWith("group:")
  );
}

const dependency = record<ReportDependency>({
  ref: text,
  project: text,
  name: text,
  version: nullable(text),
  purl: text,
  pin: choice({ exact: true, range: true, unpinned: true, url: true }),
  basis: choice({
    installed: true,
    locked: true,
    declared: true,
    resolved: true,
    admitted: true,
    mentioned: true,
  }),
  source: record({
    type: choice({ registry: true, git: true, url: true, path: true, conda: true, unknown: true }),
    url: nullable(text),
  }),
  hashes: list(text),
  attestationIdentities: optional(
    list(record<AttestationIdentity>({ kind: text, claims: list(record({ name: text, value: text })) })),
  ),
  release: optional(
    record<ReleaseAge>({
      uploaded: nullable(text),
      latest: nullable(text),
      latestUploaded: nullable(text),
    }),
  ),
  direct: flag,
  scopes: list(scope),
  marker: nullable(text),
  manager: nullable(choice({ dpkg: true, rpm: true, apk: true, conda: true })),
  embeddedIn: nullable(text),
  dependsOn: nullable(list(text)),
  origins: list(origin),
  paths: list(list(text)),
  pathsTotal: whole,
});

const matchedBy = nullable(choice({ range: true, enumerated: true }));

const findingRecord = record<FindingRecord>({
  id: text,
  feed: text,
  affected: flag,
  by: matchedBy,
  introduced: nullable(text),
  fixed: nullable(text),
  lastAffected: nullable(text),
  affects: optional(text),
  patchedBy: optional(text),
  patchReason: optional(text),
});

const waiver = optional(
  record<VerdictWaiver>({
    kind: choice({ accepted: true, "not-affected": true, "false-positive": true }),
    path: text,
    line: whole,
    owner: nullable(text),
    expires: nullable(text),
    untilFixed: flag,
  }),
);

const verdict = record<Verdict>({
  status: choice({
    fail: true,
    waived: true,
    "below-threshold": true,
    baseline: true,
    "not-affected": true,
    review: true,
  }),
  rule: text,
  reason: nullable(text),
  waiver,
});

const finding = record<ReportFinding>({
  fingerprint: text,
  id: text,
  aliases: list(text),
  project: text,
  dependency: text,
  package: text,
  version: text,
  kind: findingKind,
  title: nullable(text),
  description: nullable(text),
  url: text,
  severity,
  disclosed: nullable(text),
  imported: nullable(text),
  modified: nullable(text),
  confidence: choice({
    range: true,
    enumerated: true,
    unbounded: true,
    repaired: true,
    disputed: true,
    undecided: true,
  }),
  records: list(findingRecord),
  fixedIn: list(text),
  fix: nullable(
    record<FixVersion>({ version: text, basis: choice({ advisory: true, index: true, solver: true }) }),
  ),
  exploited: nullable(record({ since: text })),
  epss: nullable(record({ probability: number, percentile: number, date: text })),
  evidence: record<Evidence>({
    level: choice({ called: true, imported: true, present: true, "not-checked": true }),
    trace: list(text),
  }),
  targets: nullable(text),
  verdict,
});

const upgrade = record<Upgrade>({
  dependency: text,
  package: text,
  from: text,
  to: nullable(text),
  clears: whole,
  of: whole,
  plan: optional(
    record<UpgradePlan>({ basis: choice({ index: true, solver: true }), reason: nullable(text) }),
  ),
});

const gap = record<ReportGap>({
  fingerprint: text,
  project: nullable(text),
  code: gapCode,
  name: nullable(text),
  advisory: nullable(text),
  reason: text,
  origin: nullable(record({ path: text, line: nullable(whole), column: nullable(whole) })),
  expected: flag,
  waiver,
});

/** The JSON report, key by key in the order of the contract. */
export const reportShape: Shape<Report> = record<Report>({
  schema: choice({ [REPORT_SCHEMA]: true }),
  tool: record({ name: choice({ pyward: true }), version: text }),
  generatedAt: text,
  asOf: nullable(text),
  asOfBy: nullable(choice({ public: true, known: true })),
  status,
  exitCode: whole,
  policy,
  database: nullable(database),
  environment: record({
    targets: list(record<ReportTarget>({ python: nullable(text), platform: nullable(text) })),
  }),
  coverage: record<Coverage>({ asked: whole, audited: whole, gaps: whole }),
  projects: list(project),
  dependencies: list(dependency),
  findings: list(finding),
  upgrades: sinceLater(list(upgrade), []),
  gaps: list(gap),
  comparison: sinceLater(nullable(comparison), null),
  notes: list(text),
});
