import type { Format, LogLine } from "../../audit-like-pip-audit.ts";
import type { ReportTarget } from "../../model/index.ts";
import type { Given } from "./parse.ts";

const TOGGLES = ["on", "off", "auto"] as const;
type Toggle = (typeof TOGGLES)[number];
const FORMATS = [
  "columns",
  "json",
  "cyclonedx-json",
  "cyclonedx-xml",
  "markdown",
] as const satisfies readonly Format[];

/** Whom to ask. */
export interface Service {
  readonly kind: "osv" | "pypi";
  /** The address that was named; null: none was. */
  readonly url: string | null;
  /** Seconds; null: as long as the network is given. */
  readonly timeout: number | null;
  /** It was chosen by a variable. */
  readonly isByVariable: boolean;
}

/** A command line of pip-audit, understood. */
export interface Settings {
  readonly kind: "settings";
  readonly mode:
    | { readonly kind: "environment" }
    | { readonly kind: "requirements"; readonly files: readonly string[] }
    | { readonly kind: "project" | "locked"; readonly path: string };
  readonly format: Format;
  readonly aliases: Toggle;
  readonly descriptions: Toggle;
  /** Null: standard output. */
  readonly output: string | null;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly local: boolean;
  readonly paths: readonly string[];
  readonly skipEditable: boolean;
  readonly requireHashes: boolean;
  readonly noDeps: boolean;
  readonly disablePip: boolean;
  /** Null: as pip's own settings say. */
  readonly indexUrl: string | null;
  readonly extraIndexUrls: readonly string[];
  readonly trustedUrls: readonly string[];
  readonly ignore: ReadonlySet<string>;
  readonly spinner: boolean;
  readonly verbosity: number;
  readonly database: string | null;
  /** Null: nobody is asked. */
  readonly service: Service | null;
  readonly targets: readonly ReportTarget[];
  readonly warnings: readonly LogLine[];
}

interface UsageError {
  readonly kind: "error";
  readonly message: string;
}

/** Checks what depends on each other, and gives every option its value. */
export function readSettings(given: Given): Settings | UsageError {
  const all = (name: string): readonly string[] => given.values.get(name) ?? [];
  const has = (name: string): boolean => all(name).length > 0;
  const last = (name: string, fallback: string): string => all(name).at(-1) ?? fallback;
  const toggle = (name: string): Toggle => TOGGLES.find((wish) => wish === last(name, "")) ?? "auto";
  const service = serviceOf(given);
  const problem = misused(given, service);
  if (problem !== null) return { kind: "error", message: problem };
  const output = last("--output", "stdout");
  return {
    kind: "settings",
    mode: modeOf(given),
    format: FORMATS.find((format) => format === last("--format", "")) ?? "columns",
    aliases: toggle("--aliases"),
    descriptions: toggle("--desc"),
    output: output === "stdout" || output === "-" ? null : output,
    dryRun: has("--dry-run"),
    strict: has("--strict"),
    local: has("--local"),
    paths: all("--path"),
    skipEditable: has("--skip-editable"),
    requireHashes: has("--require-hashes"),
    noDeps: has("--no-deps"),
    disablePip: has("--disable-pip"),
    indexUrl: all("--index-url").at(-1) ?? null,
    extraIndexUrls: all("--extra-index-url"),
    trustedUrls: all("--trust-index"),
    ignore: new Set(all("--ignore-vuln")),
    spinner: last("--progress-spinner", "on") === "on",
    verbosity: all("--verbose").length,
    database: all("--database").at(-1) ?? null,
    service,
    targets: targetsOf(all("--python"), all("--platform")),
    warnings: warningsOf(given, service),
  };
}

/** What the command line names. */
export function namedBy({ mode, paths }: Settings): readonly string[] {
  switch (mode.kind) {
    case "requirements":
      return mode.files;
    case "environment":
      return paths;
    case "project":
    case "locked":
      return [mode.path];
  }
}

function modeOf({ values, projectPath }: Given): Settings["mode"] {
  const files = values.get("--requirement");
  if (files !== undefined) return { kind: "requirements", files };
  if (projectPath === null) return { kind: "environment" };
  return { kind: values.has("--locked") ? "locked" : "project", path: projectPath };
}

/**
 * Somebody is asked only where the user says so: by `-s`, by naming an address, or by the variable that stands in for `-s` in this command and no other. The
 * address alone in a variable chooses nothing, as in pip-audit.
 */
function serviceOf({ values, substituted }: Given): Service | null {
  const [asked, url] = [values.get(SERVICE)?.at(-1), values.get(URL_OF_OSV)?.at(-1) ?? ""];
  const isTyped = asked !== undefined && !substituted.has(SERVICE);
  const namesPlace = url !== "" && !substituted.has(URL_OF_OSV);
  const kind = !isTyped && namesPlace ? "osv" : asked;
  if (kind !== "osv" && kind !== "pypi") return null;
  const timeout = values.get(TIMEOUT)?.at(-1);
  return {
    kind,
    url: kind === "osv" && url !== "" ? url : null,
    timeout: timeout === undefined ? null : Math.min(secondsOf(timeout), LONGEST),
    isByVariable: !isTyped && !namesPlace,
  };
}

const SERVICE = "--vulnerability-service";
const URL_OF_OSV = "--osv-url";
const TIMEOUT = "--timeout";
/** An hour: longer is no patience any more. */
const LONGEST = 3600;

/** As Python's `int` reads it: blanks around it, `_` between digits. */
function secondsOf(text: string): number {
  return Number(text.trim().replaceAll("_", ""));
}

function misusedService({ values }: Given, service: Service | null): string | null {
  if (values.get(SERVICE)?.at(-1) === "esms" && service === null)
    return "argument -s/--vulnerability-service: esms is not supported: pyward does not know that service: choose osv or pypi, or leave it out for pyward's own database";
  const timeout = values.get(TIMEOUT)?.at(-1);
  if (timeout === undefined) return null;
  if (service === null)
    return "argument --timeout: no service is asked, so nothing waits: choose one with -s, or leave the option out";
  return secondsOf(timeout) < 1 ? "argument --timeout: give seconds, at least 1" : null;
}

/** In pip-audit's order. */
const OF_REQUIREMENTS = [
  "--require-hashes",
  "--index-url",
  "--extra-index-url",
  "--no-deps",
  "--disable-pip",
];

function misused(given: Given, service: Service | null): string | null {
  const { values, projectPath } = given;
  if (values.has("--locked") && projectPath === null)
    return "The --locked flag can only be used with a project path";
  if (!values.has("--requirement")) {
    for (const flag of OF_REQUIREMENTS) {
      if (values.get(flag)?.some((value) => value !== "") === true)
        return `The ${flag} flag can only be used with --requirement (-r)`;
    }
  }
  const problem = misusedService(given, service);
  if (problem !== null) return problem;
  const python = values
    .get("--python")
    ?.find((version) => !/^[1-9]\d?\.\d{1,3}(?:\.\d{1,3})?$/.test(version));
  return python === undefined ? null : "argument --python: give a version such as 3.12";
}

/** What pip-audit says of the options itself, in its order, and what pyward has to add. */
function warningsOf(given: Given, service: Service | null): readonly LogLine[] {
  const { values, substituted } = given;
  const lines: LogLine[] = [];
  const say = (logger: string, text: string): void => void lines.push({ level: "WARNING", logger, text });
  if (values.has("--no-deps") && values.has("--require-hashes"))
    say("pip_audit._cli", "The --no-deps flag is redundant when used with --require-hashes");
  if (values.has("--require-hashes") && service?.kind === "osv") say("pip_audit._cli", HASHES_ONLY_PRESENT);
  else if (values.has("--require-hashes"))
    say("pyward", "only the presence of hashes is checked, not their validity");
  if (values.has("--no-deps")) NO_DEPS.forEach((text) => say("pip_audit._cli", text));
  if (service?.isByVariable === true && !values.has("--dry-run"))
    say(
      "pyward",
      `PIP_AUDIT_VULNERABILITY_SERVICE chooses ${service.kind}, which is told names and versions`,
    );
  if (service?.kind === "pypi" && values.has(URL_OF_OSV) && !substituted.has(URL_OF_OSV))
    say("pyward", "--osv-url is not asked: -s pypi chooses another service");
  return lines;
}

const NO_DEPS = [
  "--no-deps is supported, but users are encouraged to fully hash their pinned dependencies",
  "Consider using a tool like `pip-compile`: https://pip-tools.readthedocs.io/en/latest/#using-hashes",
];

const HASHES_ONLY_PRESENT =
  "The --require-hashes flag with --service osv only enforces hash presence NOT hash validity. Use --service pypi to enforce hash validity.";

function targetsOf(pythons: readonly string[], platforms: readonly string[]): readonly ReportTarget[] {
  if (pythons.length === 0 && platforms.length === 0) return [];
  const either = <T>(values: readonly T[]): readonly (T | null)[] => (values.length === 0 ? [null] : values);
  return either(pythons).flatMap((python) => either(platforms).map((platform) => ({ python, platform })));
}
