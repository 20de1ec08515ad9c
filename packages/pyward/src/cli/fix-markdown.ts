import type { FixChange, FixLeft, FixPart, FixRaise, FixReport, FixUnplanned } from "../model/index.ts";
import { escape, link } from "../reports/shared/escape-markdown.ts";
import { shellWord } from "./fix-text.ts";
import {
  basisWords,
  embargoWords,
  findingWords,
  jumpWords,
  outcomeWords,
  raiseWords,
  sharedReason,
  stepWords,
} from "./fix-words.ts";

/** The body of a pull request. */
export function fixMarkdown(report: FixReport): string {
  return [
    escape(outcomeWords(report)),
    "",
    ...report.parts.flatMap(partLines),
    ...unplannedLines(report.unplanned),
    `<sub>pyward ${escape(report.tool.version)}, ${report.generatedAt}</sub>`,
    "",
  ].join("\n");
}

function partLines(part: FixPart): readonly string[] {
  const { files, changes, raised, left, commands } = part;
  const shared = sharedReason(changes);
  const rows = changes.map((change) => changeRow(shared === null ? change : { ...change, unedited: null }));
  return [
    `### ${files.map(escape).join(", ")}`,
    "",
    ...(changes.length === 0 ? [] : ["| change | jump | why |", "| --- | --- | --- |", ...rows, ""]),
    ...(shared === null ? [] : [`Nothing is edited for these: ${escape(shared)}.`, ""]),
    ...(raised.length === 0 ? [] : ["Ranges:", "", ...raised.map(raisedLine), ""]),
    ...(left.length === 0 ? [] : ["Not cleared:", "", ...left.flatMap(leftLines), ""]),
    escape(basisWords(part)),
    "",
    ...(commands.length === 0
      ? []
      : ["To do by hand:", "", ...commands.map((words) => `    ${words.map(shellWord).join(" ")}`), ""]),
  ];
}

function changeRow(change: FixChange): string {
  const { clears, because, outside, notesUrl, unedited } = change;
  const why = [
    ...clears.map((one) => `clears ${link(findingWords(one), one.url)}`),
    ...because.map((reason) => `because ${escape(reason)}`),
    ...(outside === null ? [] : [`outside of ${escape(outside)}`]),
    ...(notesUrl === null ? [] : [link("release notes", notesUrl)]),
    ...(unedited === null ? [] : [`no edit: ${escape(unedited)}`]),
  ];
  return `| ${escape(stepWords(change))} | ${jumpWords(change)} | ${why.join("<br>")} |`;
}

function raisedLine({ package: name, leavesOut, reason, atLeast }: FixRaise): string {
  const ids = leavesOut.map((one) => link(findingWords(one), one.url)).join("; ");
  const why = reason === null ? "" : ` (${escape(reason)})`;
  return `- ${escape(name)} ${escape(raiseWords({ atLeast }))}${why}; it ${atLeast === null ? "admits" : "leaves out"} ${ids}`;
}

function leftLines(left: FixLeft): readonly string[] {
  const { package: name, version, findings, reasons } = left;
  const ids = findings.map((one) => link(findingWords(one), one.url));
  return [
    `- ${escape(`${name} ${version}`)}: ${ids.join("; ")}`,
    ...[...reasons, ...embargoWords(left)].map((reason) => `  - ${escape(reason)}`),
  ];
}

function unplannedLines(unplanned: readonly FixUnplanned[]): readonly string[] {
  if (unplanned.length === 0) return [];
  const lines = unplanned.map(({ package: name, version, findings, reason }) => {
    const ids = findings.map((one) => link(findingWords(one), one.url));
    return `- ${escape(`${name} ${version} ${reason}`)}: ${ids.join("; ")}`;
  });
  return ["### Not planned", "", ...lines, ""];
}
