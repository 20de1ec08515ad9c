import axeCore from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { EXAMPLES, exampleReport, withText } from "../laws/example-reports.ts";
import { HOSTILE } from "../laws/hostile-texts.ts";
import { describeInChromium } from "./open-reports.ts";
import type { Watched } from "./watch-page.ts";

describeInChromium("whoever reads the page", ({ open }) => {
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
});

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
