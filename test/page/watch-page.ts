import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page, and all that it did or tried besides showing itself. */
export interface Watched {
  readonly page: Page;
  readonly events: string[];
  close(): Promise<void>;
}

/**
 * Opens a file. Every request but the one for it is an event and gets no answer; so are dialogs, messages and errors of the console, breaches of the
 * policy, other pages, downloads and a change of place.
 */
export async function watchPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const events: string[] = [];
  const [file] = address.split(/[?#]/);
  await context.route("**/*", (route) => {
    const [url] = route.request().url().split(/[?#]/);
    if (url === file) return route.continue();
    events.push(`request ${url}`);
    return route.abort();
  });
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => events.push(`console ${message.type()} ${message.text()}`));
  page.on("pageerror", (error) => events.push(`error ${error.message}`));
  page.on("download", () => events.push("download"));
  page.on("popup", () => events.push("popup"));
  page.on("framenavigated", (frame) => {
    if (frame.url().split(/[?#]/)[0] !== file) events.push(`went to ${frame.url()}`);
  });
  await page.goto(address);
  await page.locator("[data-ready]").waitFor({ state: "attached" });
  return { page, events, close: () => context.close() };
}
