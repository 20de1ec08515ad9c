import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { neutralise } from "../../packages/pyward/src/reports/shared/neutralise.ts";
import { exampleReport, withText } from "../laws/example-reports.ts";
import { generatedReports } from "../laws/generated-reports.ts";
import { HOSTILE } from "../laws/hostile-texts.ts";
import { describeInChromium, pageOf } from "./open-reports.ts";
import { watchPage } from "./watch-page.ts";

describeInChromium("whatever the page shows", ({ browser, put, open }) => {
  test("forty hostile texts in every place: nothing runs, nothing is asked for, and the texts stand there", async () => {
    const base = { ...exampleReport("judged"), comparison: exampleReport("diff").comparison };
    const { page, events, close } = await open(base);
    for (const [at, text] of HOSTILE.entries()) {
      await page.goto(`${put("report.html", pageOf(hostileReport(base, text)))}?${at}`);
      expect(await openAll(page)).toBe(base.findings.length);
      expect(await page.locator("[role=tabpanel] td:last-child").textContent()).toBe(neutralise(text));
      expect([text, events, await foreignElements(page)]).toEqual([text, [], []]);
    }
    await close();
  });

  test("reports of every shape: none breaks the page", async () => {
    const { page, events, close } = await open(exampleReport("clean"));
    for (const [at, report] of generatedReports(40).entries()) {
      await page.goto(`${put("report.html", pageOf(report))}?${at}`);
      expect(await openAll(page)).toBeGreaterThanOrEqual(report.findings.length);
      expect([at, events]).toEqual([at, []]);
    }
    await close();
  });

  test("the watch sees what a page does", async () => {
    const address = put(
      "lively.html",
      `<html data-ready><img src="https://evil.example/p.png"><script>alert(1);console.log("x")</script>`,
    );
    const { events, close } = await watchPage(browser(), address);
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
    const context = await browser().newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const report = exampleReport("webshop");
    await page.goto(put("plain.html", pageOf(report)));
    expect(await page.locator("h1").textContent()).toBe("pyward: Fail");
    expect(await page.locator("tbody tr").count()).toBe(report.findings.length);
    await context.close();
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
