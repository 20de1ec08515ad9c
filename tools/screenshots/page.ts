// `node tools/screenshots/page.ts` audits examples/webshop with the built pyward, opens the HTML report in the machine's Chromium, and writes what it showed, in light
// and dark, to docs/screenshots/. As with the other pictures the age of the data is in them: they are made anew for a release.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { startChromium } from "../../test/page/chromium.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "docs/screenshots");
const PROGRAM = join(ROOT, "packages/pyward/bin/pyward.js");

async function main(): Promise<void> {
  execFileSync(process.execPath, [join(ROOT, "tools/build/build.ts")], { stdio: "inherit" });
  const folder = mkdtempSync(join(tmpdir(), "pyward-screenshots-"));
  const browser = await startChromium();
  try {
    const file = join(folder, "report.html");
    const ran = spawnSync(
      process.execPath,
      [PROGRAM, "audit", "examples/webshop", "--format", `html:${file}`],
      {
        cwd: ROOT,
        stdio: "inherit",
      },
    );
    if (ran.status !== 1) throw new Error(`the audit ended with ${ran.status}, not 1`);
    for (const scheme of ["light", "dark"] as const) await shoot(browser, file, scheme);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The head of the page and the first finding, opened. */
async function shoot(browser: Browser, file: string, colorScheme: "light" | "dark"): Promise<void> {
  const page = await browser.newPage({
    colorScheme,
    viewport: { width: 1000, height: 1000 },
    reducedMotion: "reduce",
  });
  await page.goto(pathToFileURL(file).href);
  await page.locator("[data-row]").first().click();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(FOLDER, `page-${colorScheme}.png`) });
  console.log(`docs/screenshots/page-${colorScheme}.png`);
  await page.close();
}

await main();
