import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listenOnLoopback, stopServer } from "../../../../test/loopback.ts";
import { packZip } from "../../../../test/laws/pack-zip.ts";
import { runExample } from "./example-run.ts";

/** What is served by path, and the logins that came with it. */
const served = new Map<string, string | Uint8Array>();
const logins: string[] = [];
const server = createServer((request, response) => {
  const path = (request.url ?? "").split("?")[0] ?? "";
  logins.push(`${path} ${request.headers.authorization ?? "none"}`);
  const body = served.get(path);
  if (body === undefined) response.writeHead(404).end();
  else response.writeHead(200, { etag: `"${body.length}"` }).end(body);
});
let folder: string;
let origin: string;

const advisory = (id: string, fixed: string, more: object = {}): object => ({
  id,
  modified: "2026-11-01T00:00:00Z",
  summary: `about ${id}`,
  affected: [
    {
      package: { ecosystem: "PyPI", name: "brick" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
    },
  ],
  ...more,
});
const OWN = JSON.stringify([advisory("ACME-2026-1", "3.0")]);
const PUBLIC = advisory("PYSEC-2026-1", "2.0");
const patches = JSON.stringify({
  patches: [{ id: "PYSEC-2026-1", reason: "our build has no such code", withdrawn: true }],
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pyward-private-"));
  origin = `http://${await listenOnLoopback(server)}`;
  writeFileSync(join(folder, "requirements.txt"), "brick==1.0\n");
  writeFileSync(join(folder, "netrc"), "machine 127.0.0.1 login me password canary\n");
});
beforeEach(async () => {
  logins.length = 0;
  served.clear();
  served.set("/acme.json", OWN);
  served.set("/PyPI/all.zip", await packZip({ "PYSEC-2026-1.json": JSON.stringify(PUBLIC) }));
  served.set("/PyPI/modified_id.csv", "2026-11-01T00:00:00Z,PYSEC-2026-1\n");
});
afterAll(async () => {
  await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

async function run(home: string, ...args: readonly string[]) {
  const place = join(folder, home);
  const environment = { PYWARD_HOME: place, HOME: place, NETRC: join(folder, "netrc"), XDG_CONFIG_HOME: "" };
  const { code, out, err } = await runExample(args, { cwd: folder, environment });
  return { code, out, err };
}
const WITHOUT = ["--without", "kev", "--without", "epss"];
const update = (home: string, ...more: readonly string[]) =>
  run(home, "db", "update", "--feed-url", `${origin}/`, ...WITHOUT, ...more);

async function found(home: string): Promise<readonly (readonly [string, string, string | null])[]> {
  const { out } = await run(home, "audit", "-f", "json");
  const report: {
    readonly findings: readonly {
      readonly records: readonly {
        readonly id: string;
        readonly feed: string;
        readonly patchedBy?: string;
      }[];
    }[];
  } = JSON.parse(out);
  return report.findings.flatMap(({ records }) =>
    records.map(({ id, feed, patchedBy = null }) => [id, feed, patchedBy] as const),
  );
}

test("a private feed is asked, shown in what it touches, and kept by an update of the others", async () => {
  const first = await update("one", "--feed", `acme=${origin}/acme.json?token=canary`);
  expect([first.code, first.err]).toEqual([0, ""]);
  expect(first.out).toContain(`acme: took 1 records, from ${new URL(origin).host}\n  new: ACME-2026-1\n`);
  expect(logins).toContain(`/acme.json Basic ${Buffer.from("me:canary").toString("base64")}`);
  const both = [
    ["ACME-2026-1", "acme", null],
    ["PYSEC-2026-1", "pypa", null],
  ];
  expect((await found("one")).toSorted()).toEqual(both);
  const again = await update("one");
  expect(again.out).not.toContain("acme");
  expect((await found("one")).toSorted()).toEqual(both);
  const status = await run("one", "db", "status");
  expect(status.out).toContain(`private feed acme: 1 records, updated `);
  expect(status.out).toContain(`  ${origin}/acme.json\n`);
  expect(status.out).toContain("  osv-bulk: 1 records, updated ");
  expect(status.out).not.toContain("canary");
  expect(readFileSync(join(folder, "one/feeds/acme.json"), "utf8")).not.toContain("canary");
});

test("a zip with patches corrects public records, and says so", async () => {
  served.set(
    "/acme.zip",
    await packZip({ "a.json": JSON.stringify(advisory("ACME-2026-2", "1.5")), "p.json": patches }),
  );
  const { out } = await update("two", "--feed", `acme=${origin}/acme.zip`);
  expect(out).toContain("acme: took 1 records and 1 file of patches");
  expect(await found("two")).toEqual([["ACME-2026-2", "acme", null]]);
  const audit = await run("two", "audit");
  expect(audit.out.replaceAll(/\s+/g, " ")).toContain(
    "patches of acme change what records say: PYSEC-2026-1 (withdrawn)",
  );
});

test("the user's configuration names feeds; that of the folder may not", async () => {
  mkdirSync(join(folder, "three/.config/pyward"), { recursive: true });
  const [user, own] = [join(folder, "three/.config/pyward/pyward.toml"), join(folder, "pyward.toml")];
  writeFileSync(user, `feeds = ["osv-bulk=${origin}/", "acme=${origin}/acme.json", "kev=off", "epss=off"]\n`);
  const { code, out } = await run("three", "db", "update");
  expect([code, out.includes("acme: took 1 records"), out.includes("1 new")]).toEqual([0, true, true]);
  writeFileSync(own, `feeds = ["evil=${origin}/evil.json"]\n`);
  logins.length = 0;
  expect((await run("three", "db", "update", "--without", "acme")).code).toBe(0);
  expect(logins.map((one) => one.split(" ")[0])).toEqual(["/PyPI/modified_id.csv"]);
  const refused = await run("three", "audit");
  rmSync(own);
  expect([refused.code, refused.err.includes("feeds")]).toEqual([2, true]);
});

test.each([
  ["a page of HTML", "<html>Please log in</html>"],
  ["nothing", ""],
  ["a list that is cut off", OWN.slice(0, 60)],
  ["a zip that is cut off", "PK\u0003\u0004cut off"],
  ["no record at all", "[]"],
  [
    "a record that is none",
    JSON.stringify([advisory("ACME-2026-1", "3.0"), { id: "ACME-2026-2", affected: 7 }]),
  ],
  ["a wrong patch", JSON.stringify({ patches: [{ id: "PYSEC-2026-1" }] })],
])("%s is not taken: what is stored stays, and the others go on", async (_, body) => {
  const home = "four";
  served.set("/acme.json", OWN);
  await update(home, "--feed", `acme=${origin}/acme.json`);
  const before = readFileSync(join(folder, home, "feeds/acme.json"));
  served.set("/acme.json", body);
  const { code, out, err } = await update(home, "--feed", `acme=${origin}/acme.json`);
  expect([code, out.includes("Nothing is new at")]).toEqual([3, true]);
  expect(err).toMatch(/^pyward: acme: .+\n {2}What is stored of it, of \d{4}-\d\d-\d\d, stays in use\.\n/);
  expect(readFileSync(join(folder, home, "feeds/acme.json")).equals(before)).toBe(true);
});

test("a stored feed that is damaged makes no audit clean", async () => {
  await update("five", "--feed", `acme=${origin}/acme.json`);
  const file = join(folder, "five/feeds/acme.json");
  writeFileSync(file, readFileSync(file).subarray(0, 200));
  expect((await run("five", "audit")).code).toBe(3);
  const status = await run("five", "db", "status");
  expect([status.code, status.out.includes("private feed acme: DAMAGED")]).toEqual([3, true]);
  expect((await update("five", "--feed", `acme=${origin}/acme.json`)).code).toBe(0);
  expect((await run("five", "audit")).code).toBe(1);
});

test("without TLS only inside this machine, unless it is told; no name of another supplier", async () => {
  const plain = await update("six", "--feed", "acme=http://advisories.example/a.json");
  expect([plain.code, plain.err.includes("--plain-http")]).toEqual([2, true]);
  for (const name of ["pypa", "psf"]) {
    const taken = await update("six", "--feed", `${name}=${origin}/acme.json`);
    expect([taken.code, taken.err.includes(`no private feed can be called ${name}`)]).toEqual([2, true]);
  }
  expect(logins).toEqual([]);
});
