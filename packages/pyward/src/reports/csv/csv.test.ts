import { expect, test } from "vitest";
import { exampleReport, withNames } from "../../../../../test/laws/example-reports.ts";
import { csv } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

/** RFC 4180. */
function read(text: string): readonly (readonly string[])[] {
  const field = /"((?:[^"]|"")*)"|([^",\n]*)/y;
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length; at++) {
    field.lastIndex = at;
    const [all = "", quoted, plain = ""] = field.exec(text) ?? [];
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at += all.length;
    if (text[at] === "\n" && at < text.length - 1) rows.push([]);
  }
  return rows;
}

test("a header and a row for each finding, each with a cell for each column", () => {
  const report = exampleReport("webshop");
  const [head = [], ...rows] = read(csv.render(report, VIEW));
  expect(rows).toHaveLength(report.findings.length);
  for (const row of rows) expect(row).toHaveLength(head.length);
  expect(rows.map((row) => row[head.indexOf("id")])).toEqual(report.findings.map(({ id }) => id));
  expect(rows.map((row) => row[head.indexOf("fix")])).toEqual(
    report.findings.map(({ fix }) => fix?.version ?? ""),
  );
  expect(rows[0]?.[head.indexOf("line")]).toMatch(/^[0-9]+$/);
});

test("a report without findings is its header", () => {
  expect(read(csv.render(exampleReport("clean"), VIEW))).toHaveLength(1);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1", "＋1", '=HYPERLINK("x")'])(
  "%j is no formula",
  (text) => {
    const report = withNames(exampleReport("judged"), text);
    const [head = [], ...rows] = read(csv.render(report, VIEW));
    expect(rows).toHaveLength(report.findings.length);
    for (const row of rows) {
      expect(row).toHaveLength(head.length);
      for (const value of row) expect(value).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/);
    }
  },
);

test.each(['a "quoted" one', "a,b", "two\nlines", "  padded  "])("%j is one cell", (text) => {
  const report = withNames(exampleReport("judged"), text);
  const [head = [], ...rows] = read(csv.render(report, VIEW));
  for (const row of rows) expect(row).toHaveLength(head.length);
  expect(rows[0]?.[head.indexOf("title")]).toBe(text.replace("\n", "\\n"));
});

test("of a change the last columns say what is new, and why", () => {
  const rows = csv.render(exampleReport("diff"), VIEW).trimEnd().split("\n");
  expect(rows.map((row) => row.split(",").slice(-2).join(" ").trim())).toEqual([
    "change cause",
    "new introduced",
    "kept",
    "new disclosed",
    "new unproved",
    "kept",
    "kept",
  ]);
});
