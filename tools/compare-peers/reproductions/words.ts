import type { Row } from "../answers.ts";
import type { Ran } from "../peers.ts";

/** The rows of an answer; none where the run was lost. */
export function rowsOf({ answer }: Ran): readonly Row[] {
  return answer.kind === "answered" ? answer.rows : [];
}

export function has(ran: Ran, id: string): boolean {
  return rowsOf(ran).some((row) => row.ids.includes(id));
}

/** `reports PYSEC-1 (3 findings, exit 1)`, or why there is no answer. */
export function about(ran: Ran, id: string): string {
  if (ran.answer.kind === "lost") return `no answer: ${ran.answer.why}`;
  return `${has(ran, id) ? "reports" : "does not report"} ${id} (${counted(ran)})`;
}

export function counted(ran: Ran): string {
  if (ran.answer.kind === "lost") return `no answer: ${ran.answer.why}`;
  return `${plural(rowsOf(ran).length, "finding")}, exit ${ran.ended.code}`;
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

/** What pyward's report says of one id: `confidence repaired, verdict fail`. */
export function standing(ran: Ran, id: string): string {
  const report = JSON.parse(ran.ended.stdout || "{}") as {
    findings?: { id: string; confidence: string; verdict: { status: string } }[];
  };
  const finding = report.findings?.find((each) => each.id === id);
  return finding === undefined
    ? `does not report ${id}`
    : `reports ${id}: confidence ${finding.confidence}, verdict ${finding.verdict.status}`;
}
