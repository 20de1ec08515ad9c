import type { Severity, SeverityLevel } from "../model/index.ts";

/** The severity that a scored vector stands for. Bands of CVSS 3.1, section 5, and CVSS 4.0, section 6. */
export function severityOf(id: string, score: number | null, vector: string | null): Severity {
  const scale = vector === null ? null : (/^CVSS:\d\.\d/.exec(vector)?.[0] ?? "CVSS:2.0");
  return { level: levelOf(score), score, vector, source: scale === null ? null : `${id} ${scale}` };
}

function levelOf(score: number | null): SeverityLevel {
  if (score === null) return "unknown";
  if (score <= 0) return "none";
  if (score < 4) return "low";
  if (score < 7) return "medium";
  return score < 9 ? "high" : "critical";
}
