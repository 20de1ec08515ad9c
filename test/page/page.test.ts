// The HTML report in a real Chromium. These tests are skipped, and say so, where the machine has none.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axeCore from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { html } from "../../packages/pyward/src/reports/html/index.ts";
import { neutralise } from "../../packages/pyward/src/reports/shared/neutralise.ts";
import { EXAMPLES, exampleReport, withText } from "../laws/example-reports.ts";
import { generatedReports } from "../laws/generated-reports.ts";
import { HOSTILE } from "../laws/hostile-texts.ts";
import { CHROMIUM, NO_CHROMIUM, startChromium } from "./chromium.ts";
import { watchPage, type Watched } from "./watch-page.ts";

const VIEW = { width: 80, color: false, verbose: false };

describe.skipIf(CHROMIUM === null)(`the page${CHROMIUM === null ? `: skipped, ${NO_CHROMIUM}` : ""}`, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), "pyward-page-"));

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(report: Report, options: Parameters<typeof watchPage>[2] & { hash?: string } = {}) {
    const file = join(folder, "report.html");
    writeFileSync(file, html.render(report, VIEW));
    const { hash = "", ...rest } = options;
    return watchPage(browser, `${pathToFileURL(file).href}${hash}`, rest);
  }

  /** Everything that can be opened, opened: findings, the table of the timeline, each tab. */
  async function visit({ page }: Watched, see: (part: string) => Promise<void> = async () => {}) {
    for (const row of (await page.locator("[data-row]").all()).slice(0, 3)) await row.click();
    if ((await page.locator("summary").count()) > 0) await page.locator("summary").first().click();
    await see("findings");
    for (const tab of [
      "dependencies",
      "gaps",
      ...((await page.locator("#tab-gone").count()) > 0 ? ["gone"] : []),
    ]) {
      await page.locator(`#tab-${tab}`).click();
      await see(tab);
    }
  }

  describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
    test.each([...EXAMPLES])("axe finds nothing in %s", async (name) => {
      const watched = await open(exampleReport(name), { colorScheme });
      await visit(watched, async (part) => expect([part, await axe(watched.page)]).toEqual([part, []]));
      expect(watched.events).toEqual([]);
      await watched.close();
    });

    test("nor where it is narrow, nor in hostile names", async () => {
      const narrow = { colorScheme, viewport: { width: 400, height: 800 } };
      for (const report of [
        exampleReport("webshop"),
        withText(exampleReport("judged"), HOSTILE.join(" ").slice(0, 400)),
      ]) {
        const watched = await open(report, narrow);
        await visit(watched, async (part) => expect([part, await axe(watched.page)]).toEqual([part, []]));
        expect(await widthBeyond(watched.page)).toBe(0);
        await watched.close();
      }
    });
  });

  test("axe does find what is wrong", async () => {
    const { page, close } = await open(exampleReport("webshop"));
    await page.locator("h1").evaluate((heading) => (heading.style.color = "#ddd"));
    await page.locator("#search").evaluate((field) => field.closest("label")?.replaceWith(field));
    await page.locator("#search").evaluate((field) => field.removeAttribute("placeholder"));
    expect(await axe(page)).toEqual(["color-contrast #headline", "label #search"].toSorted());
    await close();
  });

  test("forty hostile texts in every place: nothing runs, nothing is asked for, and the texts stand there", async () => {
    const base = { ...exampleReport("judged"), comparison: exampleReport("diff").comparison };
    const { page, events, close } = await open(base);
    for (const [at, text] of HOSTILE.entries()) {
      const file = join(folder, "report.html");
      writeFileSync(file, html.render(hostileReport(base, text), VIEW));
      await page.goto(`${pathToFileURL(file).href}?${at}`);
      expect(await openAll(page)).toBe(base.findings.length);
      expect(await page.locator("[role=tabpanel] td:last-child").textContent()).toBe(neutralise(text));
      expect([text, events, await foreignElements(page)]).toEqual([text, [], []]);
    }
    await close();
  });

  test("reports of every shape: none breaks the page", async () => {
    const { page, events, close } = await open(exampleReport("clean"));
    for (const [at, report] of generatedReports(40).entries()) {
      const file = join(folder, "report.html");
      writeFileSync(file, html.render(report, VIEW));
      await page.goto(`${pathToFileURL(file).href}?${at}`);
      expect(await openAll(page)).toBeGreaterThanOrEqual(report.findings.length);
      expect([at, events]).toEqual([at, []]);
    }
    await close();
  });

  test("the watch sees what a page does", async () => {
    const file = join(folder, "lively.html");
    writeFileSync(
      file,
      `<html data-ready><img src="https://evil.example/p.png"><script>alert(1);console.log("x")</script>`,
    );
    const { events, close } = await watchPage(browser, pathToFileURL(file).href);
    expect(events).toContain("request https://evil.example/p.png");
    expect(events).toContain("dialog 1");
    expect(events).toContain("console log x");
    await close();
  });

  test("the policy is in force: neither another script, nor a request, nor HTML from text", async () => {
    const { page, events, close } = await open(exampleReport("webshop"));
    await page.evaluate(() => {
      const script = document.createElement("script");
      try {
        script.textContent = "document.title = 'owned'";
      } catch {
        script.append("document.title = 'owned'");
      }
      document.body.append(script);
    });
    expect(await page.title()).not.toBe("owned");
    expect(await page.evaluate(() => fetch("https://evil.example/").then(String, () => "refused"))).toBe(
      "refused",
    );
    const written = await page.evaluate(() => {
      try {
        document.body.innerHTML = "<b>x</b>";
        return "written";
      } catch {
        return "refused";
      }
    });
    expect(written).toBe("refused");
    expect(events.filter((event) => event.startsWith("request"))).toEqual([]);
    expect(events.some((event) => event.includes("policy: connect-src"))).toBe(true);
    await close();
  });

  test("without JavaScript it is read all the same", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const file = join(folder, "plain.html");
    const report = exampleReport("webshop");
    writeFileSync(file, html.render(report, VIEW));
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator("h1").textContent()).toBe("pyward: Fail");
    expect(await page.locator("tbody tr").count()).toBe(report.findings.length);
    await context.close();
  });

  test("by keyboard alone: search, walk, open, close, clear", async () => {
    const report = exampleReport("webshop");
    const { page, events, close } = await open(report);
    const focused = (): Promise<string> =>
      page.locator(":focus").evaluate((one) => one.id || (one.textContent ?? ""));
    await page.keyboard.press("/");
    expect(await focused()).toBe("search");
    await page.keyboard.type("django");
    const { length } = report.findings.filter(({ package: name }) => name === "django");
    expect(await page.locator("[role=status]").textContent()).toBe(
      `${length} of ${report.findings.length} findings in 1 package`,
    );
    await page.waitForURL(/#q=django$/);
    await page.keyboard.press("Tab");
    await page.locator("body").evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press("j");
    const first = await focused();
    await page.keyboard.press("j");
    expect(await focused()).not.toBe(first);
    await page.keyboard.press("k");
    expect(await focused()).toBe(first);
    await page.keyboard.press("Enter");
    expect(await page.locator(".detail").count()).toBe(1);
    expect(await page.locator("[data-row]").first().getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Escape");
    expect(await page.locator(".detail").count()).toBe(0);
    expect(await page.locator("[data-row]").count()).toBe(length);
    await page.keyboard.press("Escape");
    expect(await page.locator("[data-row]").count()).toBe(report.findings.length);
    await page.locator("#tab-findings").focus();
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toBe("tab-dependencies");
    expect(await page.locator("[role=tabpanel] tbody tr").count()).toBe(report.dependencies.length);
    await page.keyboard.press("Escape");
    expect(await page.locator("#tab-dependencies").getAttribute("aria-selected")).toBe("true");
    expect(events).toEqual([]);
    await close();
  });

  test("of a comparison: what is new is marked and can be shown alone, and what is gone has its part", async () => {
    const report = exampleReport("diff");
    const { page, events, close } = await open(report);
    const fresh = report.comparison?.findings.filter(({ state }) => state === "new") ?? [];
    expect(fresh.length).toBeGreaterThan(0);
    await page.locator(".chip", { hasText: /^new$/ }).click();
    expect(await page.locator("[data-row]").count()).toBe(fresh.length);
    expect(await page.locator("[data-row] .mark", { hasText: /^new/ }).count()).toBe(fresh.length);
    await page.locator("#tab-gone").click();
    expect(await page.locator("[role=tabpanel] tbody tr").count()).toBe(report.comparison?.gone.length);
    expect(events).toEqual([]);
    await close();
    const plain = await open(exampleReport("webshop"), { hash: "#tab=gone" });
    expect(await plain.page.locator("[aria-selected=true]").getAttribute("id")).toBe("tab-findings");
    await plain.close();
  });

  test("the timeline by keyboard: arrows move and tell, Enter shows only that month", async () => {
    const report = exampleReport("webshop");
    const { page, close } = await open(report);
    await page.locator(".period[tabindex='0']").focus();
    await page.keyboard.press("Home");
    const [first = ""] = report.findings.map(({ disclosed }) => (disclosed ?? "").slice(0, 7)).toSorted();
    const told = await page.locator(".told").textContent();
    expect(told).toBe(await page.locator(".period").first().getAttribute("aria-label"));
    await page.keyboard.press("Enter");
    const { length } = report.findings.filter(({ disclosed }) => disclosed?.startsWith(first) === true);
    expect(await page.locator("[data-row]").count()).toBe(length);
    await page.waitForURL(new RegExp(`#disclosed=${first}$`));
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".told").textContent()).not.toBe(told);
    await close();
  });

  test("single keys can be turned off", async () => {
    const { page, close } = await open(exampleReport("webshop"));
    await page.locator(".keys input").uncheck();
    await page.locator(".keys input").evaluate((one) => (one as HTMLElement).blur());
    await page.keyboard.press("/");
    expect(await page.locator("#search:focus").count()).toBe(0);
    await close();
  });

  test("an address opens its view, and its finding", async () => {
    const report = exampleReport("webshop");
    const finding = report.findings.find(({ severity }) => severity.level === "medium");
    const { page, close } = await open(report, {
      hash: `#severity=medium&finding=${encodeURIComponent(finding?.fingerprint ?? "")}`,
    });
    expect(await page.locator("[data-row]").count()).toBe(
      report.findings.filter(({ severity }) => severity.level === "medium").length,
    );
    expect(await page.locator(".detail").textContent()).toContain(finding?.url);
    expect(await page.locator(".chip[aria-pressed=true]").textContent()).toMatch(/^medium/);
    await close();
  });

  test("ten thousand findings: all are found, the first are shown, `j` walks on", async () => {
    const report = exampleReport("webshop");
    const findings = Array.from({ length: 10_000 }, (_, at) => ({
      ...report.findings[at % report.findings.length]!,
      fingerprint: `sha256:${at}`,
    }));
    const { page, events, close } = await open({ ...report, findings });
    expect(await page.locator("[role=status]").textContent()).toMatch(/^10,000 findings/);
    expect(await page.locator("[data-row]").count()).toBe(60);
    await page.locator("[data-row]").last().focus();
    await page.keyboard.press("j");
    await page.locator("[data-row]").nth(60).and(page.locator(":focus")).waitFor();
    expect(await page.locator("[data-row]").count()).toBe(260);
    expect(events).toEqual([]);
    await close();
  });
});

/** Clicks all that opens something, in the page itself; how much that was. */
async function openAll(page: Page): Promise<number> {
  let opened = 0;
  const tabs = await page
    .locator("[role=tab]")
    .evaluateAll((all) => all.map(({ id }) => id.replace("tab-", "")));
  for (const tab of tabs.toSorted((a, b) => Number(a === "gaps") - Number(b === "gaps"))) {
    await page.locator(`#tab-${tab}`).evaluate((one: HTMLElement) => one.click());
    await page.locator(`#panel-${tab}`).waitFor();
    opened += await page.locator("[data-row], summary").evaluateAll((all: HTMLElement[]) => {
      all.forEach((one) => one.click());
      return all.length;
    });
  }
  return opened;
}

/** The text in the places that only this page shows, too: what a comparison and a waiver say. */
function hostileReport(base: Report, text: string): Report {
  const report = withText(base, text);
  const { comparison } = base;
  if (comparison === null) throw new Error("the example has no comparison");
  const waiver = {
    kind: "accepted",
    path: text,
    line: 1,
    owner: text,
    expires: text,
    untilFixed: true,
  } as const;
  return {
    ...report,
    findings: report.findings.map((one) => ({ ...one, verdict: { ...one.verdict, waiver } })),
    comparison: {
      ...comparison,
      base: { ...comparison.base, name: text, commit: text, generatedAt: text },
      gone: comparison.gone.map((one) => ({
        ...one,
        id: text,
        package: text,
        version: text,
        title: text,
        url: text,
        to: [text],
      })),
    },
  };
}

/** What axe-core finds against WCAG 2.2 and its best practices: rule and place, sorted. */
async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeCore.source);
  const found: readonly { id: string; nodes: readonly { target: readonly string[] }[] }[] =
    await page.evaluate(
      "axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) })))",
    );
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(" ")}`)).toSorted();
}

/** Pixels by which the page is wider than its window. */
async function widthBeyond(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
}

/** Elements that the page never makes, attributes that run or fetch, and links that lead elsewhere than to the web. */
async function foreignElements(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter(
        (one) =>
          /^(img|iframe|object|embed|link|form|base|audio|video|math)$/i.test(one.tagName) ||
          one
            .getAttributeNames()
            .some((name) => name.startsWith("on") || name === "src" || name === "srcdoc") ||
          (one.tagName === "A" && !/^(https?:|#|file:.*#)/.test((one as HTMLAnchorElement).href)),
      )
      .map((one) => one.outerHTML.slice(0, 200)),
  );
}
