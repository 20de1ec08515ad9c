import type { SeverityLevel } from "./advisory.ts";
import type { GapCode } from "./gap.ts";
import type { VerdictWaiver } from "./verdict.ts";

/** Where something stands in the configuration, as people see it. */
export interface ConfigPlace {
  readonly path: string;
  readonly line: number;
}

/** `pyproject.toml:12` */
export function placeText({ path, line }: ConfigPlace): string {
  return `${path}:${line}`;
}

/** What a configuration lets through, for whom and until when. What it leaves out does not limit it. */
export interface Waiver {
  readonly place: ConfigPlace;
  /** Of an advisory or any alias of it; null: it is about gaps. */
  readonly id: string | null;
  readonly gap: GapCode | null;
  /** Null: nothing is said, which stands for `accepted`. */
  readonly kind: VerdictWaiver["kind"] | null;
  /** Normalised. */
  readonly package: string | null;
  /** A specifier of PEP 440. */
  readonly version: string | null;
  /** A pattern as in `.gitignore`, relative to the folder of the configuration. */
  readonly path: string | null;
  readonly scopes: readonly string[];
  /** Platforms and versions of Python. */
  readonly targets: readonly string[];
  readonly reason: string | null;
  readonly owner: string | null;
  /** `YYYY-MM-DD`, the last day on which it holds, or an RFC 3339 time. */
  readonly expires: string | null;
  /** It holds until a version without the flaw is known. */
  readonly untilFixed: boolean;
  /** It is a statement of a VEX document, which nobody but its author edits. */
  readonly isVex?: true;
}

/** Milliseconds since 1970 from which on it does not hold any more: a day holds to its end in UTC. */
export function endOfWaiver(expires: string): number {
  if (expires.length === 10) return Date.parse(`${expires}T00:00:00Z`) + 86_400_000;
  return Date.parse(`${expires.slice(0, 10)}T${expires.slice(11).toUpperCase()}`);
}

/** The lowest severity that fails in a scope (`main`, `build`, `tooling`, `dev`, `extra:NAME`, `group:NAME`) or below a pattern of paths. */
export interface Bar {
  readonly kind: "scope" | "path";
  readonly name: string;
  readonly failOn: SeverityLevel;
  readonly place: ConfigPlace;
}
