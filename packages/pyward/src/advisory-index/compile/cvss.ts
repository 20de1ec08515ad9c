import calculator from "ae-cvss-calculator";

import type { Severity } from "../../model/index.ts";
import { severityOf } from "../severity.ts";
import type { OsvSeverity } from "./osv-record.ts";

/** Far above the longest vector with every optional metric of CVSS 4.0. */
const MAX_VECTOR = 400;
/** A bare number or a word such as HIGH is no vector. */
const VECTOR = /^(?:CVSS:\d\.\d|[A-Za-z]{1,3}:[A-Za-z]{1,3})\/[A-Za-z0-9:./]+$/;

/**
 * One severity for a record. Where it publishes several vectors the newest CVSS version wins, whatever the
 * scores: it is the supplier's latest judgement, and scores of different versions do not compare. Within a version the
 * first wins; a vector that cannot be scored never hides one that can. CVSS 2.0 and 3.x give the base score; CVSS 4.0 has one score for a vector, so its threat metrics count.
 */
export function scoreSeverities(id: string, severities: readonly OsvSeverity[]): Severity {
  const vectors = severities
    .map(({ score }) => score.trim())
    .filter((vector) => vector.length <= MAX_VECTOR && VECTOR.test(vector));
  const scored = vectors
    .toSorted((a, b) => cvssVersion(b) - cvssVersion(a))
    .map((vector) => ({ vector, score: baseScore(vector) }));
  const chosen = scored.find(({ score }) => score !== null) ?? scored[0];
  return severityOf(id, chosen?.score ?? null, chosen?.vector ?? null);
}

/** 2.0 has no prefix. */
function cvssVersion(vector: string): number {
  return Number(/^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? 2);
}

/** Null for a vector that is not complete or not CVSS. */
export function baseScore(vector: string): number | null {
  try {
    const parsed: unknown = calculator.fromVector(vector);
    if (!isScorable(parsed) || !parsed.isBaseFullyDefined()) return null;
    const { base } = parsed.calculateScores();
    return typeof base === "number" && base >= 0 && base <= 10 ? base : null;
  } catch {
    return null; // the library throws for some texts that are not vectors
  }
}

interface Scorable {
  isBaseFullyDefined(): boolean;
  calculateScores(): { readonly base?: unknown };
}

function isScorable(value: unknown): value is Scorable {
  return (
    typeof value === "object" && value !== null && "calculateScores" in value && "isBaseFullyDefined" in value
  );
}
