import { expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import { spdx3Json } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

interface Element {
  readonly type: string;
  readonly spdxId?: string;
  readonly name?: string;
  readonly from?: string;
  readonly to?: readonly string[];
  readonly rootElement?: readonly string[];
  readonly security_actionStatement?: string;
}

function read(text: string): readonly Element[] {
  return JSON.parse(text)["@graph"];
}

test("every id is one, and every relationship leads to something", () => {
  for (const report of [...EXAMPLES.map(exampleReport), ...generatedReports(200)]) {
    const elements = read(spdx3Json.render(report, VIEW));
    const ids = elements.flatMap(({ spdxId }) => spdxId ?? []);
    const known = new Set(ids);
    expect(known.size).toBe(ids.length);
    for (const { from, to, rootElement } of elements)
      for (const id of [...(from === undefined ? [] : [from]), ...(to ?? []), ...(rootElement ?? [])])
        expect(known).toContain(id);
  }
});

test("a statement for each finding, by its verdict", () => {
  const elements = read(spdx3Json.render(exampleReport("judged"), VIEW));
  const statements = Map.groupBy(elements, ({ type }) => /^security_Vex(\w+?)Vuln/.exec(type)?.[1] ?? "");
  const verdicts = Map.groupBy(exampleReport("judged").findings, ({ verdict }) => verdict.status);
  const count = (...all: readonly ("fail" | "waived" | "review" | "baseline" | "below-threshold")[]) =>
    all.reduce((sum, status) => sum + (verdicts.get(status)?.length ?? 0), 0);
  expect(statements.get("Affected")).toHaveLength(count("fail", "below-threshold", "waived"));
  expect(statements.get("UnderInvestigation")).toHaveLength(count("review", "baseline"));
  for (const { security_actionStatement: action } of statements.get("Affected") ?? [])
    expect(action).toMatch(/^(?:Upgrade|Remove|Accepted: |No fixed version|Nobody is expected)/);
});
