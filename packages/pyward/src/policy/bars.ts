import { placeText, type Bar, type Scope, type SeverityLevel } from "../model/index.ts";
import type { Judged } from "./judged.ts";
import type { ChosenBar } from "./policy.ts";

/** Whether a path of the audited tree fits a pattern of the configuration. */
export type PathMatcher = (path: string) => boolean;

/** A bar with what its name is compared by; made once. */
export interface ReadyBar {
  readonly bar: Bar;
  /** Null: it is a scope's. */
  readonly matchesPath: PathMatcher | null;
}

const LEVELS = ["none", "low", "medium", "high", "critical"] as const satisfies readonly SeverityLevel[];

/**
 * The bar for one finding: of all that apply the strictest. A scope's or a path's applies to what it names, and stands in
 * for the general one where each scope of the dependency, or each file that asks for it, has one.
 */
export function chooseBar(finding: Judged, bars: readonly ReadyBar[], general: ChosenBar): ChosenBar {
  const { scopes, dependency } = finding;
  const ofScopes = scopes.map((scope) =>
    bars.filter(({ bar }) => bar.kind === "scope" && isScope(scope, bar.name)),
  );
  const ofPaths = (dependency?.origins ?? []).map(({ path }) =>
    bars.filter(({ matchesPath }) => matchesPath?.(path) === true),
  );
  const special = [...ofScopes, ...ofPaths].flat().map(chosen);
  const candidates = isWhole(ofScopes) || isWhole(ofPaths) ? special : [general, ...special];
  return candidates.reduce((strictest, one) => (heightOf(one) < heightOf(strictest) ? one : strictest));
}

/** Each part has a bar of its own, and there is a part. */
function isWhole(parts: readonly (readonly ReadyBar[])[]): boolean {
  return parts.length > 0 && parts.every((bars) => bars.length > 0);
}

function chosen({ bar }: ReadyBar): ChosenBar {
  return { level: bar.failOn, rule: `${bar.kind}:${bar.name}`, place: placeText(bar.place) };
}

/** No bar is the strictest: everything fails. */
function heightOf({ level }: ChosenBar): number {
  return LEVELS.findIndex((one) => one === level);
}

/** Whether a name of the configuration means the scope; `dev` is every dependency group, as in `--no-dev`. */
export function isScope(scope: Scope, name: string): boolean {
  return scope === name || (name === "dev" && scope.startsWith("group:"));
}
