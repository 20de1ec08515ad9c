import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** Where systems put a Chromium; CHROMIUM names another one. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The machine's Chromium; null where it has none. */
export const CHROMIUM: string | null =
  [process.env["CHROMIUM"] ?? "", ...PLACES].find((path) => path !== "" && existsSync(path)) ?? null;

export const NO_CHROMIUM = "no Chromium here (`apt-get install chromium`, or name one with CHROMIUM)";

/** Throws where there is none. */
export async function startChromium(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error(NO_CHROMIUM);
  // Root, as in a container, has no sandbox; the page under test is our own.
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}
