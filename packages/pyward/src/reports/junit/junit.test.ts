import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import type { Report } from "../../model/index.ts";
import { EXAMPLES, exampleReport, withNames } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import { junit } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Every element; throws for what is not well-formed. */
function read(report: Report): readonly Element[] {
  const parser = new SaxesParser();
  const elements: Element[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => elements.push({ name, attributes }));
  parser.write(junit.render(report, VIEW)).close();
  return elements;
}

const named = (elements: readonly Element[], name: string) =>
  elements.filter((element) => element.name === name);

test.each(EXAMPLES)("%s: the counts are those of its cases", (name) => {
  const elements = read(exampleReport(name));
  const [all] = named(elements, "testsuites");
  expect(all?.attributes).toMatchObject({
    tests: String(named(elements, "testcase").length),
    failures: String(named(elements, "failure").length),
    errors: String(named(elements, "error").length),
    skipped: String(named(elements, "skipped").length),
  });
  for (const count of ["tests", "failures", "errors", "skipped"]) {
    const sum = named(elements, "testsuite").reduce(
      (total, { attributes }) => total + Number(attributes[count]),
      0,
    );
    expect(String(sum)).toBe(all?.attributes[count]);
  }
});

test("the counts of 200 reports of every shape, too", () => {
  for (const report of generatedReports(200)) {
    const elements = read(report);
    expect(named(elements, "testsuites")[0]?.attributes["tests"]).toBe(
      String(named(elements, "testcase").length),
    );
  }
});

test("what fails is a failure, what could not be audited an error, what was expected skipped", () => {
  const webshop = read(exampleReport("webshop"));
  const packages = new Set(exampleReport("webshop").findings.map(({ dependency }) => dependency));
  expect(named(webshop, "failure")).toHaveLength(packages.size);
  const incomplete = exampleReport("incomplete");
  const elements = read(incomplete);
  expect(named(elements, "error")).toHaveLength(incomplete.gaps.filter(({ expected }) => !expected).length);
  expect(named(elements, "skipped").length).toBeGreaterThanOrEqual(
    incomplete.gaps.filter(({ expected }) => expected).length,
  );
  expect(named(read(exampleReport("no-database")), "error").length).toBeGreaterThan(0);
});

test("any text keeps it well-formed, with the same elements", () => {
  const base = exampleReport("judged");
  const count = read(base).length;
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("]]>", "&lt;", '"/>', "<a>", "\u0000\ufffe")),
      (text) => {
        expect(read(withNames(base, text)).length).toBeGreaterThanOrEqual(count - base.gaps.length);
        expect(new Set(read(withNames(base, text)).map(({ name }) => name))).toEqual(
          new Set(read(base).map(({ name }) => name)),
        );
      },
    ),
    { numRuns: 200 },
  );
});
