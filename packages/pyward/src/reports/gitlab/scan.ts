import type { Report, ReportGap } from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import type { JsonMembers } from "../shared/clean-json.ts";
import { counted, place } from "../shared/wording.ts";

/** GitLab shows them above the findings. */
const MOST_MESSAGES = 100;

/** What ran, when, and what it could not do. A report has one time: when it was made. */
export function scanOf(report: Report, decided: number): JsonMembers {
  const { name, version } = report.tool;
  const tool = { id: name, name, version, vendor: { name } };
  const time = report.generatedAt.replace(/(?:\.\d+)?Z$/, "");
  return {
    type: "dependency_scanning",
    analyzer: tool,
    scanner: tool,
    start_time: time,
    end_time: time,
    // Without advisories nothing was looked up. A gap leaves the rest as it is, and is a message.
    status: report.database === null ? "failure" : "success",
    messages: messagesOf(report, decided),
  };
}

function messagesOf(report: Report, decided: number): readonly JsonMembers[] {
  const { gaps, notes } = report;
  const then = asOfText(report);
  const ordered = [...gaps.filter(({ expected }) => !expected), ...gaps.filter(({ expected }) => expected)];
  const shown = ordered.slice(0, MOST_MESSAGES).map(messageOf);
  const left = ordered.length - shown.length;
  return [
    ...shown,
    ...(left === 0 ? [] : [{ level: "warn", value: `and ${counted(left, "gap")} more` }]),
    ...(decided === 0
      ? []
      : [
          {
            level: "info",
            value: `${counted(decided, "finding")} waived or not affected, and left out here`,
          },
        ]),
    ...(then === null ? [] : [{ level: "info", value: `audited ${then}` }]),
    ...notes.filter((note) => note !== "").map((value) => ({ level: "info", value })),
  ];
}

function messageOf({ code, name, origin, reason, expected }: ReportGap): JsonMembers {
  const about = [code, ...(name === null ? [] : [name]), ...(origin === null ? [] : [place(origin)])];
  return { level: expected ? "info" : "warn", value: `not audited: ${about.join(" ")}: ${reason}` };
}
