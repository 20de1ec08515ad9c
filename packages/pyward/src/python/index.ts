/**
 * Python's packaging rules: PEP 440 versions and specifiers, PEP 503 names, PEP 508 requirements and markers,
 * wheel and sdist file names, package URLs. Pure, imports nothing, runs in a browser. The reference is `packaging`
 * 26 (26.3): where a PEP leaves something open, that is what these functions do.
 */
export { parseSdistFilename, parseWheelFilename } from "./filename.ts";
export type { SdistFilename, WheelFilename } from "./filename.ts";
export { markerEnvironment } from "./marker-environment.ts";
export type { MarkerEnvironment, MarkerTarget } from "./marker-environment.ts";
export { evaluateMarker } from "./marker-evaluate.ts";
export type { MarkerContext, MarkerOptions } from "./marker-evaluate.ts";
export { formatMarker } from "./marker-format.ts";
export { evaluateMarkerPartially } from "./marker-partial.ts";
export { parseMarker } from "./marker.ts";
export type { Marker, MarkerComparison, MarkerOperand, MarkerOperator, MarkerVariable } from "./marker.ts";
export { isValidName, normalizeName } from "./name.ts";
export type { PackageName } from "./name.ts";
export { formatPurl, parsePurl, pypiPurl } from "./purl.ts";
export type { Purl } from "./purl.ts";
export { orderText } from "./order-text.ts";
export { parseRequirement } from "./requirement.ts";
export type { Requirement } from "./requirement.ts";
export type { ParseError, ParseErrorCode, Result } from "./result.ts";
export { filterVersions, satisfies } from "./specifier-match.ts";
export type { SpecifierOptions } from "./specifier-match.ts";
export { formatSpecifiers, parseSpecifiers } from "./specifier.ts";
export type { Specifier, SpecifierOperator, SpecifierSet } from "./specifier.ts";
export { compareVersions } from "./version-order.ts";
export { formatVersion, isPrerelease, parseVersion } from "./version.ts";
export type { PreRelease, Version, VersionNumber } from "./version.ts";
