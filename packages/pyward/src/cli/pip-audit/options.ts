/** What a word after an option may be: one of a few, a whole number, or any text. */
export interface Choices {
  /** How Python names the type in an error. */
  readonly type: string;
  readonly values: readonly string[];
}

/** An option of pip-audit. */
export interface OptionSpec {
  readonly short: string | null;
  readonly long: string;
  /** `optional`: a value may follow. */
  readonly takes: "nothing" | "value" | "values" | "count" | "optional";
  /** How usage and help name the value. */
  readonly value: string;
  readonly choices: Choices | "int" | null;
  readonly help: string;
  /** What help says of the default. */
  readonly fallback: string;
  /** The variable that stands in where the option is not given. */
  readonly variable: string | null;
  /** pyward's own: not abbreviated, so that it makes no abbreviation of pip-audit's ambiguous. */
  readonly isOwn: boolean;
}

const ON_OFF_AUTO = ["on", "off", "auto"];

function option(given: Partial<OptionSpec> & Pick<OptionSpec, "long" | "help">): OptionSpec {
  return {
    short: null,
    takes: "nothing",
    value: "",
    choices: null,
    fallback: "False",
    variable: null,
    isOwn: false,
    ...given,
  };
}

/** pip-audit's options in its order, without those that need what pyward does not have yet; then pyward's own. */
export const OPTIONS: readonly OptionSpec[] = [
  option({ short: "-h", long: "--help", help: "show this help message and exit", fallback: "" }),
  option({ short: "-V", long: "--version", help: "show program's version number and exit", fallback: "" }),
  option({
    short: "-l",
    long: "--local",
    help: "show only results for dependencies in the local environment",
  }),
  option({
    short: "-r",
    long: "--requirement",
    takes: "values",
    value: "REQUIREMENT",
    help: "audit the given requirements file; this option can be used multiple times",
    fallback: "None",
  }),
  option({
    long: "--locked",
    help: "audit lock files from the local Python project. This flag only applies to auditing from project paths",
  }),
  option({
    short: "-f",
    long: "--format",
    takes: "value",
    value: "FORMAT",
    choices: {
      type: "OutputFormatChoice",
      values: ["columns", "json", "cyclonedx-json", "cyclonedx-xml", "markdown"],
    },
    help: "the format to emit audit results in (choices: columns, json, cyclonedx-json, cyclonedx-xml, markdown)",
    fallback: "columns",
    variable: "PIP_AUDIT_FORMAT",
  }),
  option({
    short: "-s",
    long: "--vulnerability-service",
    takes: "value",
    value: "SERVICE",
    choices: { type: "VulnerabilityServiceChoice", values: ["osv", "pypi", "esms"] },
    help: "the service to ask, which is told the names and versions: osv, or pypi for your own package index; esms is not supported",
    fallback: "none: pyward's own database",
    variable: "PIP_AUDIT_VULNERABILITY_SERVICE",
  }),
  option({
    long: "--osv-url",
    takes: "value",
    value: "OSV_URL",
    help: "the address of the OSV service, which it chooses, too",
    fallback: "OSV's own, with `-s osv`",
    variable: "PIP_AUDIT_OSV_URL",
  }),
  option({
    short: "-d",
    long: "--dry-run",
    help: "collect all dependencies but do not perform the auditing step",
  }),
  option({
    short: "-S",
    long: "--strict",
    help: "fail the entire audit if dependency collection fails on any dependency",
  }),
  option({
    long: "--desc",
    takes: "optional",
    value: "{on,off,auto}",
    choices: { type: "VulnerabilityDescriptionChoice", values: ON_OFF_AUTO },
    help: "include a description for each vulnerability, where the database has descriptions; `auto` defaults to `on` for the `json` format. This flag has no effect on the `cyclonedx-json` or `cyclonedx-xml` formats.",
    fallback: "auto",
    variable: "PIP_AUDIT_DESC",
  }),
  option({
    long: "--aliases",
    takes: "optional",
    value: "{on,off,auto}",
    choices: { type: "VulnerabilityAliasChoice", values: ON_OFF_AUTO },
    help: "includes alias IDs for each vulnerability; `auto` defaults to `on` for the `json` format. This flag has no effect on the `cyclonedx-json` or `cyclonedx-xml` formats.",
    fallback: "auto",
  }),
  option({
    long: "--progress-spinner",
    takes: "value",
    value: "{on,off}",
    choices: { type: "ProgressSpinnerChoice", values: ["on", "off"] },
    help: "display progress on a terminal",
    fallback: "on",
    variable: "PIP_AUDIT_PROGRESS_SPINNER",
  }),
  option({
    long: "--timeout",
    takes: "value",
    value: "TIMEOUT",
    choices: "int",
    help: "seconds without an answer after which a service is given up; only where one is chosen",
    fallback: "30",
  }),
  option({
    long: "--path",
    takes: "values",
    value: "PATH",
    help: "restrict to the specified installation path for auditing packages; this option can be used multiple times",
    fallback: "[]",
  }),
  option({
    short: "-v",
    long: "--verbose",
    takes: "count",
    help: "run with additional debug logging; supply multiple times to increase verbosity",
    fallback: "0",
  }),
  option({
    long: "--require-hashes",
    help: "require a hash to check each requirement against, for repeatable audits; this option is implied when any package in a requirements file has a `--hash` option.",
  }),
  option({
    long: "--index-url",
    takes: "value",
    value: "INDEX_URL",
    help: "the package index to resolve by (PEP 503), in place of the one that pip's settings name",
    fallback: "None",
  }),
  option({
    long: "--extra-index-url",
    takes: "values",
    value: "URL",
    help: "a further package index; this option can be used multiple times",
    fallback: "[]",
  }),
  option({ long: "--skip-editable", help: "don't audit packages that are marked as editable" }),
  option({
    long: "--no-deps",
    help: "don't perform any dependency resolution; requires all requirements are pinned to an exact version",
  }),
  option({
    short: "-o",
    long: "--output",
    takes: "value",
    value: "FILE",
    help: "output results to the given file",
    fallback: "stdout",
    variable: "PIP_AUDIT_OUTPUT",
  }),
  option({
    long: "--ignore-vuln",
    takes: "values",
    value: "ID",
    help: "ignore a specific vulnerability by its vulnerability ID; this option can be used multiple times",
    fallback: "[]",
  }),
  option({
    long: "--disable-pip",
    help: "don't use `pip` for dependency resolution; this can only be used with hashed requirements files or if the `--no-deps` flag has been provided",
  }),
  option({
    long: "--database",
    takes: "value",
    value: "PATH",
    help: "pyward's own: use this index, OSV zip or folder of records",
    fallback: "the newer of the embedded and the stored one",
    isOwn: true,
  }),
  option({
    long: "--python",
    takes: "values",
    value: "VERSION",
    help: "pyward's own: requirements whose marker excludes this Python, such as 3.12, do not count",
    fallback: "every one",
    isOwn: true,
  }),
  option({
    long: "--trust-index",
    takes: "values",
    value: "URL",
    help: "pyward's own: a package index that a requirements file names may be asked about what it asks for",
    fallback: "[]",
    isOwn: true,
  }),
  option({
    long: "--platform",
    takes: "values",
    value: "NAME",
    choices: { type: "PlatformChoice", values: ["linux", "macos", "windows"] },
    help: "pyward's own: the same for linux, macos or windows",
    fallback: "every one",
    isOwn: true,
  }),
];

/** Options of pip-audit that pyward does not have, and what to do: they are refused, never ignored. */
export const ABSENT: Readonly<Record<string, { readonly takesValue: boolean; readonly why: string }>> = {
  "--fix": {
    takesValue: false,
    why: "changing files is not part of this pyward: the fix versions are in the report",
  },
  "--cache-dir": {
    takesValue: true,
    why: "records of a service are kept where PYWARD_CACHE says: leave the option out",
  },
};
