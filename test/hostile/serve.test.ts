// `pyward db serve` as a process: how it ends, how it takes a new database over, and what greedy clients get.
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { ADVISORIES, pyward, remove, scratchFolder } from "./run-pyward.ts";
import { startServe, type Serving } from "./start-serve.ts";

const scratch = scratchFolder();
const running: Serving[] = [];
afterEach(() => running.splice(0).forEach(({ child }) => child.kill("SIGKILL")));
afterAll(() => remove(scratch));

async function serve(args: readonly string[], home: string): Promise<Serving> {
  const serving = await startServe(args, home);
  running.push(serving);
  return serving;
}

/** A home with a stored database of the advisories, and of one more where it has a number. */
function homeWith(name: string, more: number | null): string {
  const records = join(scratch, `${name}-records`);
  mkdirSync(records);
  for (const id of ["GHSA-aaaa-bbbb-cccc", "PYSEC-2020-1", "PYSEC-2024-7", "PYSEC-2025-9"])
    copyFileSync(join(ADVISORIES, `${id}.json`), join(records, `${id}.json`));
  if (more !== null) {
    const record = JSON.parse(readFileSync(join(ADVISORIES, "PYSEC-2024-7.json"), "utf8"));
    writeFileSync(
      join(records, "PYSEC-2026-77.json"),
      JSON.stringify({ ...record, id: "PYSEC-2026-77", aliases: [] }),
    );
  }
  const home = join(scratch, name);
  const answer = pyward(["db", "import", records], { cwd: scratch, environment: { PYWARD_HOME: home } });
  expect(answer.code).toBe(0);
  return home;
}

interface Health {
  readonly failure: string | null;
  readonly database: { readonly id: string };
}

async function healthOf(url: string): Promise<Health> {
  return (await (await fetch(`${url}/health`)).json()) as Health;
}

async function idOf(url: string): Promise<string> {
  return (await healthOf(url)).database.id;
}

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it with 0 while requests are answered", async (signal) => {
  const { url, child, ended, said } = await serve(["--database", ADVISORIES], scratch);
  const queries = Array.from({ length: 1000 }, () => ({
    package: { name: "brick", ecosystem: "PyPI" },
    version: "1.0",
  }));
  const body = JSON.stringify({ queries });
  const answers = Array.from(
    { length: 20 },
    async () => await fetch(`${url}/v1/querybatch`, { method: "POST", body }),
  );
  await Promise.race(answers);
  const began = performance.now();
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(performance.now() - began).toBeLessThan(2000);
  expect(said()).toBe("");
  // An answer that came is whole; the others were never begun.
  const outcomes = await Promise.allSettled(answers);
  const given = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(given.length).toBeGreaterThan(0);
  for (const answer of given) expect(answer.status).toBe(200);
});

test("a new database is taken over within 2 s, and no request fails meanwhile", async () => {
  const home = homeWith("home", null);
  const next = join(homeWith("next", 77), "advisories.pyward");
  const { url, said } = await serve([], home);
  const before = await idOf(url);
  const vuln = async () => (await fetch(`${url}/v1/vulns/PYSEC-2026-77`)).status;
  expect(await vuln()).toBe(404);
  let replaced = Infinity;
  let seen = Infinity;
  const statuses = new Set<number>();
  const body = JSON.stringify({ package: { name: "brick", ecosystem: "PyPI" }, version: "1.0" });
  for (let at = 0; at < 200; at++) {
    if (at === 50) {
      renameSync(next, join(home, "advisories.pyward"));
      replaced = performance.now();
    }
    const [answer] = await Promise.all([
      fetch(`${url}/v1/query`, { method: "POST", body }),
      new Promise((resolve) => setTimeout(resolve, 15)),
    ]);
    statuses.add(answer.status);
    expect(await answer.json()).toHaveProperty("vulns.0.id");
    if (seen === Infinity && (await idOf(url)) !== before) seen = performance.now();
  }
  expect([...statuses]).toEqual([200]);
  expect(seen - replaced).toBeLessThan(2000);
  expect(await vuln()).toBe(200);
  expect(said()).toBe(`pyward: now serves ${await idOf(url)}\n`);
});

test("a damaged database is not taken over, and it says so", async () => {
  const home = homeWith("damaged", null);
  const { url, said } = await serve([], home);
  const before = await idOf(url);
  writeFileSync(join(home, "next"), "no database");
  renameSync(join(home, "next"), join(home, "advisories.pyward"));
  await expect
    .poll(async () => (await healthOf(url)).failure, { timeout: 5000, interval: 100 })
    .not.toBeNull();
  expect(await idOf(url)).toBe(before);
  expect(said()).toMatch(
    /^pyward: the database was replaced by one that cannot be used, and the old one is still served: /,
  );
});

test("more than the rate is refused with 429 and when to come again", async () => {
  const { url } = await serve(["--database", ADVISORIES, "--rate-limit", "5"], scratch);
  const answers: Response[] = [];
  for (let at = 0; at < 7; at++) answers.push(await fetch(`${url}/health`));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(Number(answers[6]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answers[6]?.json()).toEqual({ code: 8, message: "Too many requests." });
});
