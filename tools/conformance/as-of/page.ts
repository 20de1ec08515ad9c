import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AdvisoryIndex } from "../../../packages/pyward/src/advisory-index/advisory-index.ts";
import { compareDatabases } from "../../../packages/pyward/src/compare-databases.ts";
import { idsOf, isWithdrawnBy, yearsOf, type Raw } from "./raw.ts";

const PAGE = join(import.meta.dirname, "../../../docs/time.md");

export interface Counts {
  readonly day: string;
  /** Flaws found by both sides. */
  readonly both: number;
  readonly causes: ReadonlyMap<string, number>;
  readonly unexplained: number;
}

/** What the differences are, as a table. */
export function differencesText({ day, both, causes, unexplained }: Counts, after: AdvisoryIndex): string {
  const rows = [...causes]
    .toSorted(([, a], [, b]) => b - a)
    .map(([cause, count]) => {
      const [side = "", why = ""] = cause.replace("only the ", "").split(": ");
      return [shown(count), `the ${side}`, why];
    });
  return [
    `As of ${day}, with the data of ${after.info.modified.slice(0, 10)}, over five real workloads (${shown(both)} flaws found by both):`,
    "",
    ...table([
      ["flaws", "found by", "cause"],
      ...rows.map((row) => row.map((cell) => cell.replace("the old data", "the data of the day"))),
      [shown(unexplained), "", "unexplained"],
    ]),
  ].join("\n");
}

/** How many records of the newest year are about older flaws, and that none of them is called news. */
export function backfillsText(before: AdvisoryIndex, after: AdvisoryIndex, raw: Iterable<Raw>): string {
  const year = Number(after.info.modified.slice(0, 4));
  const ofYear = [...raw].filter(
    (record) =>
      idsOf(record)[0]?.startsWith(`PYSEC-${year}-`) === true &&
      !isWithdrawnBy(record, "9999-12-31T23:59:59Z"),
  );
  const late = ofYear.filter((record) => yearsOf(record).some((one) => one < year));
  const until = before.info.modified;
  const fresh = compareDatabases(before, after).filter(({ change }) => change === "new");
  const backfills = fresh.filter(({ isBackfill }) => isBackfill);
  const wrong = fresh.filter(
    (record) =>
      !record.isBackfill &&
      [record.id, ...record.aliases].some(
        (id) => Number(/^CVE-(\d{4})-/.exec(id)?.[1] ?? 9999) < Number(until.slice(0, 4)),
      ),
  );
  return (
    `Of the ${shown(ofYear.length)} live PYSEC-${year} records of ${after.info.modified.slice(0, 10)}, ${shown(late.length)} carry a CVE of ${year - 1} or before. ` +
    `Of the ${shown(fresh.length)} records that are new since ${until.slice(0, 10)}, ${shown(backfills.length)} are backfills by this rule; ` +
    `${wrong.length === 0 ? "none" : shown(wrong.length)} that carries a CVE of a year before ${until.slice(0, 4)} is called news.`
  );
}

/** Puts each text between its marks in docs/time.md. */
export function writePage(texts: Readonly<Record<string, string>>): void {
  let page = readFileSync(PAGE, "utf8");
  for (const [name, text] of Object.entries(texts)) {
    const [start, end] = [
      `<!-- ${name}: written by tools/conformance/as-of/compare.ts --write -->`,
      `<!-- /${name} -->`,
    ];
    const [from, to] = [page.indexOf(start), page.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/time.md has no place for ${name}`);
    page = `${page.slice(0, from)}${start}\n\n${text}\n\n${page.slice(to)}`;
  }
  writeFileSync(PAGE, page);
}

function shown(count: number): string {
  return count.toLocaleString("en");
}

/** As oxfmt lays a table out; the first column to the right. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map(
    ([count = "", side = "", cause = ""]) =>
      `| ${count.padStart(widths[0] ?? 0)} | ${side.padEnd(widths[1] ?? 0)} | ${cause.padEnd(widths[2] ?? 0)} |`,
  );
  const [first = 0, ...others] = widths;
  const rule = `| ${"-".repeat(first - 1)}: | ${others.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0] ?? "", rule, ...lines.slice(1)];
}
