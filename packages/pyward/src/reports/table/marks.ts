import type { Confidence, ReportFinding, VerdictStatus } from "../../model/index.ts";
import { type Line, type Piece, piece } from "./pieces.ts";
import { day, share } from "../shared/wording.ts";

/** What is said of a confidence that is not the plain one. */
const CONFIDENCE: Readonly<Record<Exclude<Confidence, "range">, string>> = {
  enumerated: "listed as affected, outside the advisory's ranges",
  unbounded: "every version is affected, no fix is known",
  repaired: "a damaged bound of the advisory was read as the version before -NA",
  disputed: "disputed: the records disagree, or the flaw itself is contested",
  undecided: "no bound of the advisory can be read: it may or may not affect this version",
};

const VERDICT: Readonly<Record<Exclude<VerdictStatus, "fail">, string>> = {
  waived: "waived",
  "below-threshold": "below the threshold",
  baseline: "in the baseline",
  "not-affected": "not affected",
  review: "for review, does not fail",
};

/** What there is to say of a finding besides its columns: each mark is a short phrase, the most urgent first. */
export function marksOf(finding: ReportFinding): readonly Line[] {
  const { exploited, verdict, confidence, targets, evidence, epss } = finding;
  const marks: Piece[] = [];
  if (exploited !== null) marks.push(piece(`exploited since ${day(exploited.since)}`, "alarm"));
  if (verdict.status !== "fail") marks.push(verdictMark(verdict.status, verdict.reason));
  else if (verdict.reason !== null) marks.push(piece(`fails: ${verdict.reason}`, "blue"));
  if (confidence !== "range") marks.push(piece(CONFIDENCE[confidence], "yellow"));
  if (targets !== null) marks.push(piece(`only on ${targets}`));
  if (evidence.level !== "not-checked") marks.push(piece([evidence.level, ...evidence.trace].join(" → ")));
  if (epss !== null) marks.push(piece(`EPSS ${share(epss.probability)}`));
  return marks.map((mark) => [mark]);
}

function verdictMark(status: Exclude<VerdictStatus, "fail">, reason: string | null): Piece {
  return piece(reason === null ? VERDICT[status] : `${VERDICT[status]}: ${reason}`, "blue");
}
