import { baseName } from "../../../model/index.ts";
import { formatVersion, parseVersion } from "../../../python/index.ts";
import { saidVersion, type Identified } from "./release.ts";
import type { Sbom, SbomComponent } from "./sbom.ts";

/** Components that may be packages and of which nothing says so, the subject left out. */
export function unidentifiedIn(sbom: Sbom, identified: readonly Identified[]): readonly SbomComponent[] {
  const subjects = new Set(sbom.subjects);
  return sbom.components.filter(
    ({ isPackage }, place) => isPackage && !subjects.has(place) && identified[place]?.kind === "unidentified",
  );
}

/** What a reader of the report should know of the document, one sentence each. */
export function notesOf(sbom: Sbom, identified: readonly Identified[], path: string): readonly string[] {
  const name = baseName(path);
  const file = /^[0-9A-Za-z._ -]{1,100}$/.test(name) ? name : "the SBOM";
  const { vulnerabilities, isIncomplete, elsewhere } = sbom.claims;
  const subjects = new Set(sbom.subjects);
  const others = identified.flatMap((one, place) =>
    one.kind === "other" && !subjects.has(place) ? [one.type] : [],
  );
  const isAnyKnown = identified.some(({ kind }) => kind !== "unidentified");
  const unknown = isAnyKnown ? unidentifiedIn(sbom, identified).length : 0;
  const python = sbom.components.filter((_, place) => identified[place]?.kind === "python");
  const modified = python.filter(({ isModified }) => isModified).length;
  const torn = sbom.components.filter((component, place) => isTorn(component, identified[place])).length;
  return [
    ...noteIf(
      others.length,
      `${file} also lists ${count(others.length, "component")} of other ecosystems, which were not audited: ${listTypes(others)}`,
    ),
    ...noteIf(
      unknown,
      `${file} lists ${count(unknown, "component")} without a package URL, which may be Python packages or not`,
    ),
    ...noteIf(
      torn,
      `${file} has ${count(torn, "Python package")} with another version than in the package URL, which was taken`,
    ),
    ...noteIf(
      modified,
      `${file} marks ${count(modified, "Python package")} as modified (pedigree): what an advisory says of a release need not hold for it`,
    ),
    ...noteIf(
      vulnerabilities,
      `${file} holds ${count(vulnerabilities, "statement")} about vulnerabilities (VEX), which were left alone: what is audited cannot excuse itself`,
    ),
    ...noteIf(
      elsewhere,
      `${file} refers to ${count(elsewhere, "component")} of other documents, which were not read`,
    ),
    ...(isIncomplete ? [`${file} says itself that it may not list all components`] : []),
  ];
}

/** Its version and its package URL disagree. */
function isTorn(component: SbomComponent, one: Identified | undefined): boolean {
  const said = saidVersion(component.version);
  if (one?.kind !== "python" || said === null) return false;
  return one.releases.every(({ version }) => version !== null && canonical(version) !== canonical(said));
}

function canonical(version: string): string {
  const parsed = parseVersion(version);
  return parsed.ok ? formatVersion(parsed.value) : version;
}

function noteIf(number: number, note: string): readonly string[] {
  return number === 0 ? [] : [note];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const MAX_TYPES = 8;

/** `7 deb, 2 npm`: the most frequent first. */
function listTypes(types: readonly string[]): string {
  const tallies = [...Map.groupBy(types, (type) => type)]
    .map(([type, all]) => ({ type: type.slice(0, 30), number: all.length }))
    .toSorted((a, b) => b.number - a.number || (a.type < b.type ? -1 : 1));
  const shown = tallies.slice(0, MAX_TYPES).map(({ type, number }) => `${number} ${type}`);
  return [...shown, ...(tallies.length > MAX_TYPES ? ["and others"] : [])].join(", ");
}
