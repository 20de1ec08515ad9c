import { GAP_CODES, STATE_KINDS, type SeverityLevel } from "../model/index.ts";

/** What a value may be. Texts in lists may stand alone: `python = "3.12"` is `python = ["3.12"]`. */
export type ValueType =
  | { readonly kind: "flag" }
  | { readonly kind: "whole"; readonly most: number }
  /** From 0 to 1. */
  | { readonly kind: "share" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | TextType
  | {
      readonly kind: "list";
      readonly of: TextType | { readonly kind: "choice"; readonly values: readonly string[] };
    };

export interface TextType {
  readonly kind: "text";
  /** Source of a regular expression that the whole text has to fit; ECMAScript and JSON Schema read it alike. */
  readonly pattern: string;
  /** What a text that fits looks like. */
  readonly example: string;
}

/** One key of the configuration. */
export interface Key {
  readonly type: ValueType;
  /** `trusted`: only the user's own configuration and `--config FILE` may set it, besides the command line. */
  readonly who: "anyone" | "trusted";
  /** `project`: each project has its own, from the folders down to it. `run`: there is one for the whole run. */
  readonly reach: "project" | "run";
  readonly says: string;
}

export const LEVELS = [
  "critical",
  "high",
  "medium",
  "low",
  "none",
] as const satisfies readonly SeverityLevel[];
const ANY_TEXT: TextType = { kind: "text", pattern: "[^]+", example: "some text" };
const NAME: TextType = {
  kind: "text",
  pattern: "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?",
  example: "docs",
};
const GLOB: TextType = { kind: "text", pattern: "[^]*[^/!][^]*", example: "legacy/**" };
const FLAG = { kind: "flag" } as const;
const texts = (of: TextType): ValueType => ({ kind: "list", of });

/** Ids of advisories, as people write them. */
const ID: TextType = { kind: "text", pattern: "\\s*[^\\s=]+\\s*", example: "CVE-2020-14343" };
const SHA256: TextType = { kind: "text", pattern: "[0-9a-f]{64}", example: "64 hexadecimal digits" };

const anyone = (reach: Key["reach"], type: ValueType, says: string): Key => ({
  type,
  who: "anyone",
  reach,
  says,
});
const trusted = (reach: Key["reach"], type: ValueType, says: string): Key => ({
  type,
  who: "trusted",
  reach,
  says,
});

/**
 * Every key with a value of its own, by the name that it has in a file: that of the option, where there is one. The
 * reader, the published schema and `--show-config` are made from this table.
 */
export const KEYS = {
  "fail-on": anyone("project", { kind: "choice", values: LEVELS }, "the lowest severity that fails"),
  "fail-on-exploited": anyone(
    "project",
    FLAG,
    "what is known to be exploited fails, whatever its severity and scope",
  ),
  "fail-on-admitted": anyone(
    "project",
    FLAG,
    "what a declared range admits fails, though it would not be installed today",
  ),
  "fail-on-epss": anyone(
    "project",
    { kind: "share" },
    "the lowest probability of exploitation (EPSS, 0 to 1) that fails, whatever its severity and scope",
  ),
  "fail-on-kind": anyone(
    "project",
    { kind: "list", of: { kind: "choice", values: STATE_KINDS } },
    "kinds of finding that fail and not just warn; malware and quarantined always fail",
  ),
  "only-fixable": anyone("project", FLAG, "a vulnerability without a fix warns, and fails once there is one"),
  "fail-on-unverified": anyone("project", FLAG, "what a system's package is not known to have fixed fails"),
  "unknown-severity": anyone(
    "project",
    { kind: "choice", values: ["fail", "warn", "pass"] },
    "what a finding without a score does",
  ),
  "on-disagreement": anyone(
    "project",
    { kind: "choice", values: ["fail", "warn", "ignore"] },
    "what a finding does whose records disagree about the version",
  ),
  strict: anyone("project", FLAG, "what is undecided fails, and damaged advisories count"),
  "allow-gaps": anyone(
    "project",
    { kind: "list", of: { kind: "choice", values: ["all", ...Object.keys(GAP_CODES)] } },
    "codes of gaps that make no run incomplete, or all",
  ),
  ignore: anyone("project", texts(ANY_TEXT), "waivers in short: ID=REASON"),
  vex: anyone(
    "project",
    texts(ANY_TEXT),
    "OpenVEX and CycloneDX files whose statements are waivers, relative to this file",
  ),
  "never-waive": anyone("project", texts(ID), "ids that no waiver may cover"),
  "require-reason": trusted("project", FLAG, "false: waivers need no reason"),
  "max-db-age": anyone(
    "run",
    { kind: "whole", most: 999_999 },
    "days after which the advisory data is a gap",
  ),
  python: anyone(
    "run",
    texts({ kind: "text", pattern: "[1-9]\\d?\\.\\d{1,3}(?:\\.\\d{1,3})?", example: "3.12" }),
    "versions of Python to audit for",
  ),
  platform: anyone(
    "run",
    texts({ kind: "text", pattern: "[A-Za-z0-9]+(?:/[A-Za-z0-9_]+){0,2}", example: "linux" }),
    "platforms to audit for",
  ),
  extra: anyone("run", texts(NAME), "of the extras only these"),
  group: anyone("run", texts(NAME), "of the dependency groups only these"),
  "no-dev": anyone("run", FLAG, "no dependency groups, save those of group"),
  "no-recurse": anyone("run", FLAG, "folders below the one that is named are left alone"),
  exclude: anyone("run", texts(GLOB), "paths to leave out, written as in .gitignore"),
  include: anyone("run", texts(GLOB), "paths to take in, whatever .gitignore and custom say"),
  environments: anyone("run", FLAG, "environments beside a project's files are audited, too"),
  offline: anyone("run", FLAG, "no network"),
  "no-resolve": anyone("run", FLAG, "what is not pinned stays a gap"),
  "no-plan": anyone("run", FLAG, "fixes are what the advisories call fixed"),
  format: anyone(
    "run",
    texts({ kind: "text", pattern: "[a-z0-9-]+(?::[^]+)?", example: "json" }),
    "formats of the report",
  ),
  quiet: anyone("run", FLAG, "no progress, and no table where nothing fails"),
  verbose: anyone("run", FLAG, "every finding and expected gap in full"),
  color: anyone("run", { kind: "choice", values: ["auto", "always", "never"] }, "when to use colours"),
  "no-progress": anyone("run", FLAG, "no progress on a terminal"),
  output: trusted("run", ANY_TEXT, "the file that the report is written to"),
  database: trusted("run", ANY_TEXT, "the advisory database to use"),
  advisories: anyone(
    "run",
    texts(ANY_TEXT),
    "advisories of your own, besides the database's; a repository's, relative to this file, only add",
  ),
  feeds: trusted(
    "run",
    texts({
      pattern: "[a-z0-9][a-z0-9._-]{0,63}=(?:off|[Hh][Tt][Tt][Pp][Ss]?://[^\\s]+)",
      kind: "text",
      example: "acme=https://advisories.example/acme.zip",
    }),
    "where db update asks, ID=URL: mirrors and your own feeds; ID=off leaves one out",
  ),
  "distro-data": trusted("run", texts(ANY_TEXT), "advisories of the distribution, for its own packages"),
  internal: anyone(
    "project",
    texts({ kind: "text", pattern: "[A-Za-z0-9*](?:[A-Za-z0-9._*-]*[A-Za-z0-9*])?", example: "acme-*" }),
    "packages that no feed and no default index is told of; a star stands for any characters",
  ),
  resolution: trusted(
    "run",
    { kind: "choice", values: ["highest", "lowest", "lowest-direct"] },
    "the versions that what is not pinned is resolved to",
  ),
  "exclude-newer": trusted("run", ANY_TEXT, "what was uploaded after this day does not exist for resolving"),
  service: trusted("run", ANY_TEXT, "the OSV service that is asked before the database"),
  "exit-zero": trusted("run", FLAG, "exit 0 whatever is found"),
} as const satisfies Readonly<Record<string, Key>>;

export type KeyName = keyof typeof KEYS;

/** The keys in their order. */
export const KEY_NAMES = Object.keys(KEYS).filter((name): name is KeyName => Object.hasOwn(KEYS, name));

/** Options of `audit` and `env` that only make sense on a command line. A test sees that every option is here or in `KEYS`. */
export const COMMAND_LINE_ONLY = [
  "requirement",
  "root",
  "rev",
  "config",
  "no-config",
  "config-rev",
  "show-config",
  "baseline",
  "disclosed",
  "as-of",
  // Which indexes are told the names is never for what is audited to say.
  "check-index",
  "index-url",
  "extra-index-url",
  "trust-index",
  "resolve",
  "plan",
];

const KIND_OF_WAIVER = { kind: "choice", values: ["accepted", "not-affected", "false-positive"] } as const;
const DAY = "\\d{4}-\\d{2}-\\d{2}";
const MOMENT = `${DAY}(?:[Tt ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}:\\d{2}))?`;
const DATE: TextType = { kind: "text", pattern: MOMENT, example: "2027-01-31" };

/** Keys of one `[[waivers]]`. `expires` and `until` take TOML's dates, too. */
export const WAIVER_KEYS = {
  id: { type: ID, says: "of an advisory, or any alias of it, in any case" },
  gap: {
    type: { kind: "choice", values: Object.keys(GAP_CODES) },
    says: "in place of id: the code of a gap",
  },
  kind: { type: KIND_OF_WAIVER, says: "what is claimed; accepted where nothing is said" },
  package: { type: NAME, says: "only of this package" },
  version: { type: ANY_TEXT, says: "only of these versions, as PEP 440 writes them: <2.1 or 1.4.2" },
  path: { type: GLOB, says: "only where every file that asks for it fits, written as in .gitignore" },
  scope: {
    type: texts({ kind: "text", pattern: "main|build|tooling|dev|(?:extra|group):[^]+", example: "dev" }),
    says: "only where it is needed for nothing else",
  },
  target: {
    type: texts({ kind: "text", pattern: "linux|macos|windows|[1-9]\\d?\\.\\d{1,3}", example: "windows" }),
    says: "only where all declared targets are among these platforms or versions of Python",
  },
  reason: { type: ANY_TEXT, says: "why" },
  owner: { type: ANY_TEXT, says: "who answers for it" },
  expires: { type: DATE, says: "the last day on which it holds, in UTC" },
  until: {
    type: { kind: "text", pattern: `fixed|${MOMENT}`, example: "fixed" },
    says: "fixed: it holds until a version without the flaw is known; or a date, as in expires",
  },
} as const satisfies Readonly<Record<string, { readonly type: ValueType; readonly says: string }>>;

/** Keys of one `[scopes.NAME]` and, with `path`, of one `[[paths]]`. */
export const BAR_KEYS = {
  "fail-on": { type: { kind: "choice", values: LEVELS }, says: "the lowest severity that fails there" },
} as const;
export const PATH_KEYS = { path: { type: GLOB, says: "written as in .gitignore" }, ...BAR_KEYS } as const;
/** Keys of one `[[indexes]]`; both are needed. */
export const INDEX_KEYS = {
  url: {
    type: {
      kind: "text",
      pattern: "\\s*[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#]+[^\\s]*\\s*",
      example: "https://index.example/simple",
    },
    says: "of the index, as locks and requirements name it",
  },
  kind: {
    type: { kind: "choice", values: ["pypi", "private"] },
    says: "pypi: it hands on what the public index has; private: what it has is your own",
  },
} as const satisfies Readonly<Record<string, { readonly type: ValueType; readonly says: string }>>;
export const EXTENDS_KEYS = {
  file: { type: ANY_TEXT, says: "relative to this file, or absolute" },
  sha256: { type: SHA256, says: "of the file's bytes: nothing of another file is used" },
  key: {
    type: { kind: "text", pattern: "[A-Za-z0-9+/]{43,60}={0,2}", example: "MCowBQYDK2VwAyEA…" },
    says: "Ed25519 public key in base64: nothing is used that FILE.sig does not sign",
  },
} as const;

/** Names of scopes that can have a bar of their own; besides `extra:NAME` and `group:NAME`. `dev`: every group. */
export const SCOPE_NAMES = ["main", "build", "tooling", "dev"];
/** Keys of a file that hold tables. */
export const TABLE_NAMES = ["extends", "waivers", "scopes", "paths", "indexes"];
