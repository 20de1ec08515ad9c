// Forty texts that are something to somebody (a terminal, a build service, a spreadsheet, a page, a parser), in every place of a report that
// comes from outside, through every format, each read as its readers read it: none of them is more than text.
import MarkdownIt from "markdown-it";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { REPORTS } from "../../packages/pyward/src/reports/registry.ts";
import type { ReporterMeta } from "../../packages/pyward/src/reports/shared/reporter.ts";
import { EXAMPLES, exampleReport, withText } from "./example-reports.ts";
import { generatedReports } from "./generated-reports.ts";
import { HOSTILE } from "./hostile-texts.ts";

const VIEW = { width: 80, color: false, verbose: true };
const reporters = await Promise.all(REPORTS.map(async ({ load }) => load()));
const base = exampleReport("judged");
const hostile = HOSTILE.map((text) => withText(base, text));
const harmless = [...EXAMPLES.map(exampleReport), ...generatedReports(50), withText(base, "a")];

/** What a reader makes of an output besides text: names of members and elements, tags, commands. */
type Structure = (text: string) => readonly string[];

/** Of formats that more than one kind of reader takes apart. */
const SPECIAL: Readonly<Record<string, Structure>> = {
  github: commandsOf,
  gitlab: (text) => [...membersOf(text), ...tagsIn(gitlabTexts(text))],
};

function structureOf({ id, mediaType }: ReporterMeta): Structure {
  const special = SPECIAL[id];
  if (special !== undefined) return special;
  if (mediaType.endsWith("json")) return membersOf;
  if (mediaType.endsWith("xml")) return elementsOf;
  const byType: Readonly<Record<string, Structure>> = {
    "text/csv": columnsOf,
    "text/html": htmlOf,
    "text/markdown": (text) => tagsIn([text]),
    "text/plain": () => [],
  };
  const structure = byType[mediaType];
  if (structure === undefined) throw new Error(`say here how ${mediaType} is read`);
  return structure;
}

test("forty texts", () => {
  expect(new Set(HOSTILE).size).toBe(40);
});

test.each(reporters.map((reporter) => [reporter.meta.id, reporter] as const))(
  "%s: nothing that a terminal or a build service obeys",
  (id, reporter) => {
    for (const report of hostile) {
      const text = reporter.render(report, VIEW);
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(text).not.toMatch(/##[a-z]*\[/i);
      if (id !== "github") expect(text).not.toMatch(/^\s*::/m);
    }
  },
);

test.each(reporters.map((reporter) => [reporter.meta.id, reporter] as const))(
  "%s: its readers find what they find in harmless reports",
  (_, reporter) => {
    const structure = structureOf(reporter.meta);
    const read = (report: Report): readonly string[] => structure(reporter.render(report, VIEW));
    const known = new Set(harmless.flatMap(read));
    for (const [at, report] of hostile.entries())
      expect([HOSTILE[at], read(report).filter((name) => !known.has(name))]).toEqual([HOSTILE[at], []]);
  },
);

test.each(
  reporters
    .filter(({ meta }) => /json/.test(meta.mediaType))
    .map((reporter) => [reporter.meta.id, reporter] as const),
)("%s: what its parsers give out is as harmless, save for the report itself", (id, reporter) => {
  for (const report of hostile)
    for (const value of id === "json" ? [] : textsIn(JSON.parse(reporter.render(report, VIEW))))
      expect(value.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##\[/u);
});

/** Members by their way through the document, lists left out. */
function membersOf(text: string): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) value.forEach((item) => walk(item, path));
    else if (typeof value === "object" && value !== null)
      for (const [name, member] of Object.entries(value)) {
        found.add(`${path}/${name}`);
        walk(member, `${path}/${name}`);
      }
  };
  walk(JSON.parse(text), "");
  return [...found];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Elements and attributes; comments, instructions, CDATA and document types by their kind. Throws for what is not well-formed. */
function elementsOf(text: string): readonly string[] {
  const parser = new SaxesParser();
  const found = new Set<string>();
  const path: string[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    path.push(name);
    found.add(path.join("/"));
    for (const attribute of Object.keys(attributes)) found.add(`${path.join("/")}@${attribute}`);
  });
  parser.on("closetag", () => path.pop());
  parser.on("comment", () => found.add("a comment"));
  parser.on("cdata", () => found.add("CDATA"));
  parser.on("doctype", () => found.add("a document type"));
  parser.on("processinginstruction", () => found.add("an instruction"));
  parser.write(text).close();
  return [...found];
}

const page = new MarkdownIt({ html: true, linkify: true });

/** Tags with their attributes, of links only those that lead elsewhere than the examples' own. */
function tagsIn(texts: readonly string[]): readonly string[] {
  const tags = texts.flatMap((text) => page.render(text).match(/<[a-z!?][^>]*>/gi) ?? []);
  return [
    ...new Set(
      tags.map((tag) => tag.replace(/^<a href="https:\/\/[a-z.]+\.example\/(?!pixel)[^"]*">$/, "<a>")),
    ),
  ];
}

/** Tags of a page with the names of their attributes; where links lead; the text of scripts and styles only up to where HTML ends it. */
function htmlOf(text: string): readonly string[] {
  const raw = /<(script|style)([^>]*)>([^]*?)<\/\1>/g;
  const scripts = [...text.matchAll(raw)];
  const [report, program] = scripts.filter(([, tag]) => tag === "script").map(([, , , content]) => content);
  expect(scripts.map(([, tag]) => tag)).toEqual(["style", "script", "script"]);
  const tags = text.replaceAll(raw, "<$1$2>").match(/<[a-z!?][^>]*>/gi) ?? [];
  return [
    ...membersOf(report ?? ""),
    String(program?.length),
    ...new Set(
      tags.map((tag) =>
        tag
          .replace(/ href="https?:[^"]*"/, ' href="web"')
          .replace(/ content="pyward [^"]*"/, ' content="pyward"'),
      ),
    ),
  ];
}

/** What GitLab renders. */
function gitlabTexts(text: string): readonly string[] {
  const { vulnerabilities } = JSON.parse(text);
  return vulnerabilities.flatMap((one: Readonly<Record<string, string>>) => [
    one["description"],
    one["solution"],
  ]);
}

/** RFC 4180: the number of cells of each row, and cells that a spreadsheet would calculate. */
function columnsOf(text: string): readonly string[] {
  const rows = [...text.matchAll(/("(?:[^"]|"")*"|[^",\n]*)(,|\n)/g)];
  expect(rows.map(([all]) => all).join("")).toBe(text);
  const found = new Set<string>();
  let cells = 0;
  for (const [, cell = "", end] of rows) {
    cells++;
    const value = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    if (/^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value)) found.add(`calculated: ${value}`);
    if (end === "\n") {
      found.add(`${cells} cells`);
      cells = 0;
    }
  }
  return [...found];
}

/** Commands with their properties, as the runner of GitHub Actions reads lines; other lines are the last one. */
function commandsOf(text: string): readonly string[] {
  return text.split("\n").map((line) => {
    const [, command, properties = ""] = /^\s*::([^ :]+)(?: (.*?))?::/.exec(line) ?? [];
    if (command === undefined) return "text";
    return `${command} ${properties
      .split(",")
      .map((pair) => pair.split("=")[0])
      .join(" ")}`;
  });
}
