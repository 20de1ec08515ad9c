import {
  compareVersions,
  formatVersion,
  parseVersion,
  type Specifier,
  type Version,
} from "../../../python/index.ts";

/** A constraint as Poetry writes it in `[package.dependencies]`, and in `[package.extras]`; null: not certain. */
export function constraintTexts(
  specifiers: readonly Specifier[],
): { readonly inTable: string; readonly inList: string } | null {
  const [only, ...more] = specifiers;
  if (only === undefined) return { inTable: "*", inList: "" };
  if (only.operator === "==" && more.length === 0) {
    const version = plainVersion(only);
    if (version === null) return null;
    const text = `==${only.version}`;
    return { inTable: only.isPrefix ? text : only.version, inList: ` (${text})` };
  }
  const bounds = boundsOf(specifiers);
  return bounds === null ? null : { inTable: bounds, inList: ` (${bounds})` };
}

interface Bound {
  readonly operator: string;
  readonly version: Version;
  readonly text: string;
}

/** Lower bound, what is left out, upper bound. */
function boundsOf(specifiers: readonly Specifier[]): string | null {
  const bounds: Bound[] = [];
  for (const specifier of specifiers) {
    const version = plainVersion(specifier);
    if (version === null || specifier.operator === "===" || specifier.operator === "==") return null;
    if (specifier.isPrefix && specifiers.length > 1) return null;
    if (specifier.operator === "~=") {
      const upper = afterCompatible(specifier.version);
      if (upper === null) return null;
      bounds.push({ operator: ">=", version, text: specifier.version }, upper);
    } else bounds.push({ operator: specifier.operator, version, text: specifier.version });
  }
  const [lower, upper] = [">", "<"].map((sign) => bounds.filter(({ operator }) => operator.startsWith(sign)));
  const holes = bounds
    .filter(({ operator }) => operator === "!=")
    .toSorted((a, b) => compareVersions(a.version, b.version));
  const [low, high] = [lower?.[0], upper?.[0]];
  if ((lower?.length ?? 0) > 1 || (upper?.length ?? 0) > 1) return null;
  if (low !== undefined && high !== undefined && compareVersions(low.version, high.version) >= 0) return null;
  const isInside = ({ version }: Bound): boolean =>
    (low === undefined || compareVersions(low.version, version) < 0) &&
    (high === undefined || compareVersions(version, high.version) < 0);
  if (!holes.every(isInside) || new Set(holes.map(({ text }) => text)).size !== holes.length) return null;
  return [low, ...holes, high]
    .flatMap((bound) => (bound === undefined ? [] : bound.operator + bound.text))
    .join(",");
}

/** Null where it is not written as Poetry writes it. */
function plainVersion({ version, isPrefix }: Specifier): Version | null {
  const parsed = parseVersion(isPrefix ? version.slice(0, -2) : version);
  if (!parsed.ok || parsed.value.local !== null || parsed.value.epoch !== 0) return null;
  return formatVersion(parsed.value) === (isPrefix ? version.slice(0, -2) : version) ? parsed.value : null;
}

/** `~=1.4.2` ends before 1.5.0. */
function afterCompatible(version: string): Bound | null {
  if (!/^\d+(?:\.\d+)+$/.test(version)) return null;
  const numbers = version.split(".").map(Number);
  const raised = numbers.slice(0, -1);
  raised.push((raised.pop() ?? 0) + 1);
  const text = [...raised, 0].join(".");
  const parsed = parseVersion(text);
  return parsed.ok ? { operator: "<", version: parsed.value, text } : null;
}
