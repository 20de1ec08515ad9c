import type { FixChange, FixLeft, FixPart, FixReport } from "../model/index.ts";
import { escape, link } from "../reports/shared/escape-markdown.ts";
import { shellWord } from "./fix-text.ts";
import { basisWords, findingWords, jumpWords, outcomeWords, stepWords } from "./fix-words.ts";

/** The body of a pull request. */
export function fixMarkdown(report: FixReport): string {
  return [
    escape(outcomeWords(report)),
    "",
    ...report.parts.flatMap(partLines),
    `<sub>pyward ${escape(report.tool.version)}, ${report.generatedAt}</sub>`,
    "",
  ].join("\n");
}

function partLines(part: FixPart): readonly string[] {
  const { files, changes, left, commands } = part;
  return [
    `### ${files.map(escape).join(", ")}`,
    "",
    ...(changes.length === 0
      ? []
      : ["| change | jump | why |", "| --- | --- | --- |", ...changes.map(changeRow), ""]),
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

function leftLines({ package: name, version, findings, reasons, embargoed }: FixLeft): readonly string[] {
  const ids = findings.map((one) => link(findingWords(one), one.url));
  return [
    `- ${escape(`${name} ${version}`)}: ${ids.join("; ")}`,
    ...reasons.map((reason) => `  - ${escape(reason)}`),
    ...(embargoed === null
      ? []
      : [
          `  - ${escape(`${embargoed.version} would clear it, uploaded on ${embargoed.uploadTime.slice(0, 10)}`)}`,
        ]),
  ];
}
