// `node bench/page.ts [RUNS]`: the HTML report with 10,000 findings in the machine's Chromium, beside a page with nothing in it in the same run.
// Opening ends when the findings stand on the screen, filtering when the next picture after the key is there.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import type { Report, ReportFinding } from "../packages/pyward/src/model/index.ts";
import { html } from "../packages/pyward/src/reports/html/index.ts";
import { startChromium } from "../test/page/chromium.ts";
import { exampleReport } from "../test/laws/example-reports.ts";

const FINDINGS = 10_000;
const PACKAGES = 500;
const BARS = { open: 2_000, filter: 100 };

/** Milliseconds. */
interface Run {
  readonly empty: number;
  readonly open: number;
  /** The same actions in every run. */
  readonly filters: readonly number[];
}

async function main(): Promise<void> {
  const runs = Number(process.argv[2] ?? "7");
  const folder = mkdtempSync(join(tmpdir(), "pyward-bench-page-"));
  const browser = await startChromium();
  try {
    const large = join(folder, "report.html");
    const empty = join(folder, "empty.html");
    writeFileSync(large, html.render(largeReport(), { width: 80, color: false, verbose: false }));
    writeFileSync(empty, "<!doctype html><title>empty</title><p>empty");
    console.log(
      `${FINDINGS} findings in ${PACKAGES} packages: ${(statSync(large).size / 1e6).toFixed(1)} MB`,
    );
    const figures: Run[] = [];
    for (let run = 0; run < runs; run++) figures.push(await measure(browser, large, empty));
    process.exitCode = print(figures) ? 0 : 1;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The example's findings again and again, in packages of their own, each with a title, an id and a month of its own. */
function largeReport(): Report {
  const report = exampleReport("webshop");
  const [first] = report.dependencies;
  if (first === undefined) throw new Error("the example has no dependency");
  const dependencies = Array.from({ length: PACKAGES }, (_, at) => ({
    ...first,
    ref: `p1:package-${at}@1.${at}`,
    name: `package-${at}`,
    version: `1.${at}`,
    direct: at % 3 === 0,
    paths: [[`package-${at - (at % 3)}`, `package-${at}`]],
  }));
  const findings = Array.from({ length: FINDINGS }, (_, at): ReportFinding => {
    const finding = report.findings[at % report.findings.length];
    const dependency = dependencies[at % PACKAGES];
    if (finding === undefined || dependency === undefined) throw new Error("the example is empty");
    return {
      ...finding,
      id: `PYSEC-2024-${at}`,
      fingerprint: `sha256:${at}`,
      dependency: dependency.ref,
      package: dependency.name,
      version: dependency.version,
      description: `What goes wrong in ${dependency.name}, told in a few sentences. `.repeat(8),
    };
  });
  return { ...report, dependencies, findings, upgrades: [] };
}

/** Runs in the page: milliseconds from the start of its loading to the picture after now. */
const SINCE_START = `new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))`;

/** Runs in the page: milliseconds from each key of two searches, each filter and each order, to the picture after it. */
const FILTERS = `(async () => {
  const picture = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  const timed = async (act) => {
    const start = performance.now();
    act();
    await picture();
    times.push(performance.now() - start);
  };
  const field = document.querySelector("#search");
  const typed = async (text) => {
    for (let length = 1; length <= text.length; length++)
      await timed(() => {
        field.value = text.slice(0, length);
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      });
    if (document.querySelectorAll("[data-row]").length === 0) throw new Error("the search found nothing");
    await timed(() => {
      field.value = "";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
  };
  await typed("package-12");
  await typed("denial service");
  for (let at = 0; at < document.querySelectorAll(".chip").length; at++) {
    await timed(() => document.querySelectorAll(".chip")[at].click());
    await timed(() => document.querySelectorAll(".chip")[at].click());
  }
  const order = document.querySelector(".line > .choice select");
  for (let at = order.options.length - 1; at >= 0; at--)
    await timed(() => {
      order.selectedIndex = at;
      order.dispatchEvent(new Event("change", { bubbles: true }));
    });
  return times;
})()`;

async function measure(browser: Browser, large: string, empty: string): Promise<Run> {
  const opened = async (file: string) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    return { context, page, milliseconds: Number(await page.evaluate(SINCE_START)) };
  };
  const nothing = await opened(empty);
  await nothing.context.close();
  const { context, page, milliseconds } = await opened(large);
  const rows = await page.locator("[data-row]").count();
  if (rows === 0) throw new Error("the page shows no finding");
  const filters: readonly number[] = await page.evaluate(FILTERS);
  await context.close();
  return { empty: nothing.milliseconds, open: milliseconds, filters };
}

function print(runs: readonly Run[]): boolean {
  const empty = median(runs.map((run) => run.empty));
  const open = median(runs.map((run) => run.open));
  const filters = (runs[0]?.filters ?? []).map((_, at) =>
    median(runs.map((run) => run.filters[at] ?? Number.NaN)),
  );
  const slowest = Math.max(...filters);
  console.log(`medians of ${runs.length} runs\nbars`);
  console.log(
    `  ${mark(open < BARS.open)} open: ${open.toFixed(0)} ms (below ${BARS.open}); an empty page: ${empty.toFixed(0)} ms`,
  );
  console.log(
    `  ${mark(slowest < BARS.filter)} filter: ${median(filters).toFixed(0)} ms, the slowest of ${filters.length} ${slowest.toFixed(0)} ms (below ${BARS.filter})`,
  );
  return open < BARS.open && slowest < BARS.filter;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function mark(holds: boolean): string {
  return holds ? "holds " : "BROKEN";
}

await main();
