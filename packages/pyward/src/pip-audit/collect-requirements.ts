import {
  evaluateMarkerPartially,
  formatSpecifiers,
  markerEnvironment,
  parseMarker,
} from "../python/index.ts";
import type { MarkerTarget } from "../python/index.ts";
import { pythonRepr } from "./python-text.ts";
import type { Collected } from "./model.ts";
import { readLines, redacted, type Line, type RequirementsFile } from "./read-requirements.ts";

export interface PreResolvedSettings {
  readonly requireHashes: boolean;
  readonly skipEditable: boolean;
  /** `--no-deps`: without it, and without hashes, pip-audit refuses the files. */
  readonly noDeps: boolean;
  /** Empty: every environment. */
  readonly targets: readonly MarkerTarget[];
}

/**
 * Files in which everything is pinned, as pip-audit reads them with pip off. Where it stops at a requirement that may be for
 * another environment (a second version of a package behind another marker) both are audited.
 */
export async function collectPreResolved(
  files: readonly RequirementsFile[],
  settings: PreResolvedSettings,
): Promise<readonly Collected[]> {
  const lines: Line[] = [];
  for (const file of files) {
    const read = await readLines(file);
    if (read.fatal !== null) return [{ kind: "fatal", message: read.fatal }];
    lines.push(...read.lines);
  }
  const hasHashes = lines.some((line) => line.isHashed);
  if (!hasHashes && !settings.requireHashes && !settings.noDeps)
    return [{ kind: "fatal", message: NEEDS_PINS }];
  const seen = new Map<string, Line[]>();
  const isHashed = hasHashes || settings.requireHashes;
  return lines
    .filter(({ asked }) => mayApply(asked.marker, settings.targets))
    .flatMap((line) => collectLine(line, { ...settings, requireHashes: isHashed }, seen));
}

const NEEDS_PINS =
  "the --disable-pip flag can only be used with a hashed requirements files or if the --no-deps flag has been provided";

/** Whether a requirement may apply in one of the environments. */
export function mayApply(marker: string | null, targets: readonly MarkerTarget[]): boolean {
  if (marker === null || targets.length === 0) return true;
  const parsed = parseMarker(marker);
  if (!parsed.ok) return true;
  return targets.some((target) => evaluateMarkerPartially(parsed.value, markerEnvironment(target)) !== false);
}

function collectLine(
  line: Line,
  { requireHashes, skipEditable }: PreResolvedSettings,
  seen: Map<string, Line[]>,
): readonly Collected[] {
  const { asked, text } = line;
  const isNamed = asked.name !== null && !(asked.local?.kind === "directory");
  const isLocalFile = asked.local?.kind === "archive";
  const isUrl = asked.pin === "url" && !isLocalFile;
  const written = writtenName(line);
  if (requireHashes && !line.isHashed)
    return [
      { kind: "fatal", message: `requirement ${redacted(shownRequirement(line))} does not contain a hash` },
    ];
  if (!isNamed || (isLocalFile && !isWheel(line)))
    return [{ kind: "skipped", name: redacted(withoutOptions(text)), reason: NO_VERSION }];
  if (skipEditable && /^(?:-e|--editable)/.test(text))
    return [{ kind: "skipped", name: written, reason: "requirement marked as editable" }];
  if (isUrl || asked.source.type === "git") return [{ kind: "skipped", name: written, reason: URL_REASON }];
  const twins = seen.get(asked.name ?? "") ?? [];
  seen.set(asked.name ?? "", [...twins, line]);
  if (twins.some((twin) => meaningOf(twin) === meaningOf(line))) return [];
  if (twins.some((twin) => twin.asked.marker === asked.marker))
    return [{ kind: "fatal", message: `package ${written} has duplicate requirements: ${describe(line)}` }];
  return [pinned(line)];
}

const NO_VERSION = "could not deduce package version from URL requirement";
const URL_REASON = "URL requirements cannot be pinned to a specific package version";

function pinned(line: Line): Collected {
  const { asked } = line;
  const name = writtenName(line);
  if (asked.local?.kind === "archive" && asked.version !== null)
    return { kind: "pinned", name, version: asked.version };
  // The usual line is read in a short way, without its specifiers.
  if (asked.specifierSet === null && asked.version !== null)
    return { kind: "pinned", name, version: asked.version };
  const clauses = asked.specifierSet?.specifiers ?? [];
  if (clauses.length === 0)
    return { kind: "fatal", message: `requirement ${name} is not pinned: ${describe(line)}` };
  const [clause] = clauses;
  const isOne = asked.specifierSet !== null && !formatSpecifiers(asked.specifierSet).includes(",");
  const isExact = clause !== undefined && isOne && /^===?$/.test(clause.operator) && !clause.isPrefix;
  return isExact
    ? { kind: "pinned", name, version: clause.version }
    : { kind: "fatal", message: `requirement ${name} is not pinned to an exact version: ${describe(line)}` };
}

function isWheel({ asked }: Line): boolean {
  return asked.local?.path.toLowerCase().endsWith(".whl") === true;
}

/** Two texts are the same where the specifiers mean the same: zeros at the end of a version do not matter. */
function meaningOf({ asked }: Line): string {
  return specifiersOf(asked).replaceAll(/(?:\.0+)+(?=,|$)/g, "");
}

/** The name as the line has it. */
function writtenName({ asked, text }: Line): string {
  const written = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?=\s*(?:[[(=<>!~@;]|$|\s--?[a-z]))/.exec(
    text,
  )?.[0];
  return written ?? asked.name ?? text;
}

/** The line without `--hash` and its like. */
function withoutOptions(text: string): string {
  return text.replace(/\s+--?(?:hash|config-settings|global-option|install-option)\b.*$/, "");
}

function requirementOf(line: Line): string {
  const { asked } = line;
  const extras = asked.extras.length > 0 ? `[${asked.extras.join(",")}]` : "";
  return writtenName(line) + extras + specifiersOf(asked);
}

function specifiersOf({ specifierSet, version }: Line["asked"]): string {
  if (specifierSet !== null) return formatSpecifiers(specifierSet);
  return version === null ? "" : `==${version}`;
}

function describe(line: Line): string {
  const place = `line_number=${line.number}, line=${pythonRepr(redacted(line.text))}`;
  return `${requirementOf(line)} (from RequirementLine(${place}, filename=PosixPath(${pythonRepr(line.file)})))`;
}

function shownRequirement(line: Line): string {
  const { asked, text } = line;
  if (asked.specifierSet === null && asked.pin === "url") return withoutOptions(text).replace(/\s*@\s*/, "@");
  return requirementOf(line) + (asked.marker === null ? "" : `; ${asked.marker}`);
}
