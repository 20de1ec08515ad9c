import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { html } from "../../packages/pyward/src/reports/html/index.ts";
import { CHROMIUM, NO_CHROMIUM, startChromium } from "./chromium.ts";
import { watchPage, type Watched } from "./watch-page.ts";

interface Reports {
  /** The running Chromium. */
  browser(): Browser;
  /** Writes a text as a file; its address. */
  put(name: string, text: string): string;
  /** Opens the page of a report. `hash`: the rest of the address. */
  open(report: Report, options?: BrowserContextOptions & { readonly hash?: string }): Promise<Watched>;
}

/** Tests with pages in a real Chromium. They are skipped, and say so, where the machine has none. */
export function describeInChromium(title: string, tests: (reports: Reports) => void): void {
  const isSkipped = CHROMIUM === null;
  if (isSkipped) console.warn(`${title}: skipped, ${NO_CHROMIUM}`);
  describe.skipIf(isSkipped)(`${title}${isSkipped ? `: skipped, ${NO_CHROMIUM}` : ""}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "pyward-page-"));
    let running: Browser | null = null;
    beforeAll(async () => {
      running = await startChromium();
    });
    afterAll(async () => {
      await running?.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const browser = (): Browser => {
      if (running === null) throw new Error("Chromium did not start");
      return running;
    };
    const put = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return pathToFileURL(join(folder, name)).href;
    };
    tests({
      browser,
      put,
      open: async (report, { hash = "", ...options } = {}) =>
        watchPage(browser(), `${put("report.html", pageOf(report))}${hash}`, options),
    });
  });
}

/** The text of the page of a report. */
export function pageOf(report: Report): string {
  return html.render(report, { width: 80, color: false, verbose: false });
}
