import { expect, test } from "vitest";
import { exampleReport } from "../laws/example-reports.ts";
import { describeInChromium } from "./open-reports.ts";

describeInChromium("who works with the page", ({ open }) => {
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
