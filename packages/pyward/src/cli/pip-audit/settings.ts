import type { Format, LogLine } from "../../audit-like-pip-audit.ts";
import type { ReportTarget } from "../../model/index.ts";
import { ABSENT } from "./options.ts";
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
  readonly ignore: ReadonlySet<string>;
  readonly spinner: boolean;
  readonly verbosity: number;
  readonly database: string | null;
  readonly targets: readonly ReportTarget[];
  readonly warnings: readonly LogLine[];
}

interface UsageError {
  readonly kind: "error";
  readonly message: string;
}

/** Checks what depends on each other, and gives every option its value. */
export function readSettings(
  given: Given,
  environment: Readonly<Record<string, string | undefined>>,
): Settings | UsageError {
  const all = (name: string): readonly string[] => given.values.get(name) ?? [];
  const has = (name: string): boolean => all(name).length > 0;
  const last = (name: string, fallback: string): string => all(name).at(-1) ?? fallback;
  const toggle = (name: string): Toggle => TOGGLES.find((wish) => wish === last(name, "")) ?? "auto";
  const problem = misused(given, environment);
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
    ignore: new Set(all("--ignore-vuln")),
    spinner: last("--progress-spinner", "on") === "on",
    verbosity: all("--verbose").length,
    database: all("--database").at(-1) ?? null,
    targets: targetsOf(all("--python"), all("--platform")),
    warnings: warningsOf(given),
  };
}

function modeOf({ values, projectPath }: Given): Settings["mode"] {
  const files = values.get("--requirement");
  if (files !== undefined) return { kind: "requirements", files };
  if (projectPath === null) return { kind: "environment" };
  return { kind: values.has("--locked") ? "locked" : "project", path: projectPath };
}

function misused(
  { values, projectPath }: Given,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  if (values.has("--locked") && projectPath === null)
    return "The --locked flag can only be used with a project path";
  if (!values.has("--requirement")) {
    for (const flag of ["--require-hashes", "--no-deps", "--disable-pip"]) {
      if (values.has(flag)) return `The ${flag} flag can only be used with --requirement (-r)`;
    }
  }
  const asksOsv = values.get("--vulnerability-service")?.at(-1) === "osv";
  if (asksOsv && (environment["PIP_AUDIT_OSV_URL"] ?? "") !== "")
    return `PIP_AUDIT_OSV_URL is not supported: ${ABSENT["--osv-url"]?.why ?? ""}`;
  const python = values
    .get("--python")
    ?.find((version) => !/^[1-9]\d?\.\d{1,3}(?:\.\d{1,3})?$/.test(version));
  return python === undefined ? null : "argument --python: give a version such as 3.12";
}

/** What pip-audit says of the options itself, in its order, and what pyward has to add. */
function warningsOf({ values }: Given): readonly LogLine[] {
  const lines: LogLine[] = [];
  const say = (logger: string, text: string): void => void lines.push({ level: "WARNING", logger, text });
  const service = values.get("--vulnerability-service")?.at(-1);
  if (values.has("--no-deps") && values.has("--require-hashes"))
    say("pip_audit._cli", "The --no-deps flag is redundant when used with --require-hashes");
  if (values.has("--require-hashes") && service === "osv") say("pip_audit._cli", HASHES_ONLY_PRESENT);
  else if (values.has("--require-hashes"))
    say("pyward", "only the presence of hashes is checked, not their validity");
  if (values.has("--no-deps")) NO_DEPS.forEach((text) => say("pip_audit._cli", text));
  if (service !== undefined)
    say("pyward", `no service is asked, ${service} neither: the advisories are pyward's own database`);
  if (values.has("--requirement") && !values.has("--disable-pip"))
    say(
      "pyward",
      "nothing is resolved: only what the files name is audited, and not what that needs in turn",
    );
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
