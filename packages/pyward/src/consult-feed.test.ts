import { afterEach, beforeEach, expect, it } from "vitest";
import { loopbackOsv, type LoopbackOsv } from "../../../test/loopback-osv.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { audit } from "./audit.ts";
import type { AuditRequest } from "./audit-request.ts";
import { KEEPS_NOTHING, SILENT } from "./host/index.ts";
import { memoryTree } from "./host/memory/index.ts";
import { nodeHttp } from "./host/node/http.ts";
import { DEFAULT_POLICY } from "./index.ts";
import type { Report } from "./model/index.ts";
import { isPublicIndex, openOsvService, silent } from "./open-feed.ts";
import { policyRules } from "./policy/rules.ts";
import { DEFAULT_INDEX } from "./package-index/default-index.ts";

const NOW = new Date("2026-11-24T00:00:00Z");
const NONE: OpenedDatabase = { index: null, reason: "there is no advisory database" };

/** `below` is the version that fixes it; the service lists it for the versions that are named. */
function record(id: string, name: string, below: string, listedFor: readonly string[] = []) {
  const events = [{ introduced: "0" }, { fixed: below }];
  const affected = {
    package: { name, ecosystem: "PyPI" },
    ranges: [{ type: "ECOSYSTEM", events }],
  };
  return {
    id,
    modified: "2026-11-01T00:00:00Z",
    published: "2026-11-01T00:00:00Z",
    affected: [affected],
    listedFor,
  };
}

let service: LoopbackOsv;
beforeEach(async () => {
  service = await loopbackOsv([
    record("PYSEC-2026-1", "brick", "1.5", ["1.0"]),
    record("PYSEC-2026-2", "brick", "1.6", ["1.5"]),
    record("PYSEC-2026-3", "mortar", "3.0", ["2.0", "4.0"]),
  ]);
});
afterEach(() => service.close());

async function stored(...records: readonly object[]): Promise<OpenedDatabase> {
  const raw = records.map((value) => ({ kind: "record" as const, file: "x", value }));
  const { bytes } = await buildIndex(raw, { now: NOW });
  return { index: openIndex(memorySource(bytes)), origin: "stored" };
}

type Settings = Partial<AuditRequest> & { readonly isOffline?: boolean };

function auditFiles(files: Record<string, string>, settings: Settings = {}): Promise<Report> {
  const feed = openOsvService(service.url, {
    http: { ...nodeHttp({}), pause: () => Promise.resolve() },
    kept: KEEPS_NOTHING,
    patience: { budget: 60_000, elapsed: () => 0, random: () => 0 },
    progress: SILENT,
    login: () => null,
  });
  const asked = { feed: settings.isOffline === true ? silent(feed) : feed, isPublicIndex, now: NOW };
  const tree = memoryTree(files);
  const root = { tree, folders: [""], files: [], environments: [], workingDirectory: "" };
  return audit({
    roots: [{ ...root, display: (path) => path }],
    targets: [],
    policy: DEFAULT_POLICY,
    allowGaps: [],
    exitZero: false,
    maxDbAge: 180,
    database: NONE,
    asked,
    now: NOW,
    toolVersion: "0",
    progress: SILENT,
    ...settings,
  });
}

const pinned = (text: string): Record<string, string> => ({ "requirements.txt": text });
const found = ({ findings }: Report): unknown[] => findings.map(({ id, fix }) => [id, fix?.version]);
const lacking = ({ gaps }: Report): unknown[] =>
  gaps.map(({ code, name, expected }) => [code, name, expected]);

it("needs no database: the answers are compared here, and a fix is none that another record is about", async () => {
  const report = await auditFiles(pinned("brick==1.0\nsand==1.0\n"));
  expect(found(report)).toEqual([
    ["PYSEC-2026-1", "1.5"],
    ["PYSEC-2026-2", "1.6"],
  ]);
  expect(report.upgrades.map(({ to }) => to)).toEqual(["1.6"]);
  expect(report.database).toMatchObject({
    origin: "service",
    modified: "2026-11-24T00:00:00Z",
    ageDays: 0,
    stale: false,
    advisories: 2,
  });
  expect(report.notes).toContain(`2 releases asked about at ${service.host}`);
  expect([report.gaps, report.exitCode]).toEqual([[], 1]);
});

it("what the service lists and does not apply is no finding", async () => {
  const report = await auditFiles(pinned("mortar==4.0\n"));
  expect([report.findings, report.coverage.audited, report.exitCode]).toEqual([[], 1, 0]);
});

it("a service that knows nothing of it is a pass, by data of now", async () => {
  const report = await auditFiles(pinned("sand==1.0\n"));
  expect([report.database?.advisories, report.status, report.gaps]).toEqual([0, "pass", []]);
});

it.each([
  [
    "fails",
    (instead: LoopbackOsv) => (instead.instead = (_, response) => Boolean(response.writeHead(503).end())),
  ],
  ["is gone", (instead: LoopbackOsv) => void instead.close()],
])("without a database a service that %s is missing data, which nothing allows", async (_, breakIt) => {
  breakIt(service);
  const report = await auditFiles(pinned("brick==1.0\n"), { allowGaps: "all" });
  expect([report.status, report.exitCode, report.database]).toEqual(["incomplete", 3, null]);
  expect(lacking(report)).toEqual([["no-advisory-data", null, false]]);
});

it("what alone could not be asked about is a gap", async () => {
  service.instead = ({ path }, response) =>
    path.endsWith("PYSEC-2026-3") && Boolean(response.writeHead(404).end());
  const report = await auditFiles(pinned("brick==1.0\nmortar==2.0\nsand==1.0\n"), { allowGaps: "all" });
  expect(lacking(report)).toEqual([["no-advisory-data", "mortar", false]]);
  expect(report.coverage).toEqual({ asked: 3, audited: 2, gaps: 1 });
  expect(found(report)).toHaveLength(2);
});

it("a database stands in, for all or for a part, and is said with its date", async () => {
  const database = await stored(record("PYSEC-2020-9", "mortar", "5.0"));
  const part = ({ path }: { path: string }): boolean => path.endsWith("PYSEC-2026-3");
  service.instead = (request, response) => part(request) && Boolean(response.writeHead(404).end());
  const partly = await auditFiles(pinned("brick==1.0\nmortar==2.0\n"), { database });
  expect(found(partly).map(String)).toEqual(["PYSEC-2026-1,1.5", "PYSEC-2026-2,1.6", "PYSEC-2020-9,5.0"]);
  expect(partly.notes).toContain(
    `${service.host} gave no answer about 1 release (it lists PYSEC-2026-3 and does not have it): compared with the stored database of 2026-11-01`,
  );
  expect([partly.database?.origin, partly.database?.modified]).toEqual(["service", "2026-11-01T00:00:00Z"]);
  service.instead = (_, response) => Boolean(response.writeHead(500).end());
  const wholly = await auditFiles(pinned("mortar==2.0\n"), { database });
  expect([wholly.database?.origin, found(wholly)]).toEqual(["stored", [["PYSEC-2020-9", "5.0"]]]);
  expect(wholly.notes).toContain(
    `${service.host} could not be asked: it answers with status 500. Compared with the stored database of 2026-11-01 instead`,
  );
});

it("a database that is too old to stand in makes the run incomplete", async () => {
  const old = { ...record("PYSEC-2020-9", "mortar", "1.0"), modified: "2020-01-01T00:00:00Z" };
  await service.close();
  const report = await auditFiles(pinned("mortar==2.0\n"), { database: await stored(old) });
  expect(lacking(report)).toEqual([["stale-advisory-data", null, false]]);
});

it("--offline tells nobody anything", async () => {
  const database = await stored(record("PYSEC-2020-9", "mortar", "5.0"));
  const report = await auditFiles(pinned("mortar==2.0\n"), { database, isOffline: true });
  expect([service.requests, found(report)]).toEqual([[], [["PYSEC-2020-9", "5.0"]]]);
  expect(report.notes.join()).toContain("could not be asked: --offline was given");
});

const LOCK = `version = 1
requires-python = ">=3.9"
${[
  ["brick", `registry = "${DEFAULT_INDEX}"`],
  ["corporate", 'registry = "https://corp.example/simple"'],
  ["forked", 'git = "https://git.example/forked?rev=x#0123456789012345678901234567890123456789"'],
  ["vendored", 'path = "vendored-1.0.tar.gz"'],
  ["fetched", 'url = "https://files.example/fetched-1.0.tar.gz"'],
  ["acme-core", `registry = "${DEFAULT_INDEX}"`],
]
  .map(([name, source]) => `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = { ${source} }\n`)
  .join("")}`;

it("tells names of the default index and no others", async () => {
  const internal = ["ACME_*"];
  const report = await auditFiles({ "uv.lock": LOCK }, { internal });
  expect(service.told()).toEqual(["brick 1.0", "brick"]);
  expect(lacking(report)).toEqual([
    ["no-advisory-data", "acme-core", true],
    ["no-advisory-data", "corporate", false],
    ["no-advisory-data", "fetched", false],
    ["no-advisory-data", "forked", false],
    ["no-advisory-data", "vendored", false],
  ]);
});

it("compares what it tells nobody with the database", async () => {
  const names = ["corporate", "forked", "vendored", "fetched", "acme-core"];
  const database = await stored(...names.map((name, at) => record(`PYSEC-2020-${at}`, name, "2.0")));
  const report = await auditFiles({ "uv.lock": LOCK }, { internal: ["acme-*"], database });
  expect(service.told()).toEqual(["brick 1.0", "brick"]);
  expect([report.findings.length, report.gaps]).toEqual([7, []]);
  expect(report.notes).toContain(
    "1 dependency is internal: no feed is told of them; compared with the stored database of 2026-11-01",
  );
});

it("what one project's policy calls internal is so for the whole run", async () => {
  const files = {
    "a/requirements.txt": "acme-core==1.0\nbrick==1.0\n",
    "b/requirements.txt": "acme-core==2.0\n",
  };
  const policyFor = ({ path }: { path: string }) =>
    Promise.resolve(
      path === "b" ? { policy: DEFAULT_POLICY, allowGaps: [], files: [], internal: ["acme-core"] } : null,
    );
  await auditFiles(files, { policyFor });
  expect(service.told()).toEqual(["brick 1.0", "brick"]);
});

it.each(["--index-url", "--extra-index-url", "-i"])(
  "tells nothing of a file that names another index by %s",
  async (option) => {
    const files = {
      "requirements.txt": `-r base.txt\n${option} https://me:canary@corp.example/simple\ncorporate==1.0\n`,
      "base.txt": "mortar==2.0\n",
      "other/requirements.txt": `${option} ${DEFAULT_INDEX}\nbrick==1.0\n`,
    };
    const report = await auditFiles(files);
    expect(service.told()).toEqual(["brick 1.0", "brick"]);
    expect(JSON.stringify(report)).not.toContain("canary");
    expect(report.coverage).toEqual({ asked: 3, audited: 1, gaps: 2 });
  },
);

const MIRROR = "https://mirror.corp.example/simple";
const DECLARED = `version = 1
[[package]]
name = "brick"
version = "1.0"
source = { registry = "${MIRROR}" }

[[package]]
name = "acme-core"
version = "1.0"
source = { registry = "${MIRROR}" }

[[package]]
name = "corporate"
version = "1.0"
source = { registry = "https://private.corp.example/simple" }
`;

function declaring(...indexes: readonly (readonly [url: string, kind: "pypi" | "private"])[]) {
  const place = { path: "pyward.toml", line: 1, rev: null };
  const rules = policyRules({
    waivers: [],
    bars: [],
    indexes: indexes.map(([url, kind]) => ({ url, kind, place })),
    now: NOW,
    targets: [],
    neverWaive: [],
    matcherOf: () => () => false,
  });
  return { policy: { ...DEFAULT_POLICY, rules } };
}

it("of an index that is declared a mirror it is told what is not internal; of another one nothing, and the note names that", async () => {
  const report = await auditFiles(
    { "uv.lock": DECLARED },
    { internal: ["acme-*"], ...declaring([MIRROR, "pypi"]) },
  );
  expect(service.told()).toEqual(["brick 1.0", "brick"]);
  expect(found(report)).toHaveLength(2);
  const hint = report.notes.find((note) => note.includes("[[indexes]]")) ?? "";
  expect([hint.includes("private.corp.example"), hint.includes("mirror.corp.example")]).toEqual([
    true,
    false,
  ]);
});

it("of an index that somebody calls private it is told nothing, whoever calls it a mirror", async () => {
  const both = declaring([MIRROR, "pypi"], [MIRROR, "private"]);
  await auditFiles({ "uv.lock": DECLARED }, both);
  await auditFiles({ "uv.lock": DECLARED });
  const policyFor = ({ path }: { path: string }) =>
    Promise.resolve({ allowGaps: [], files: [], ...declaring([MIRROR, path === "a" ? "pypi" : "private"]) });
  await auditFiles({ "a/uv.lock": DECLARED, "b/uv.lock": DECLARED }, { policyFor });
  expect(service.told()).toEqual([]);
});

it("a mirror that a requirements file names is one, too", async () => {
  const files = { "requirements.txt": `--index-url ${MIRROR}/\nbrick==1.0\n` };
  const report = await auditFiles(files);
  expect(report.notes.some((note) => note.includes(MIRROR))).toBe(true);
  expect(service.told()).toEqual([]);
  await auditFiles(files, declaring([MIRROR, "pypi"]));
  expect(service.told()).toEqual(["brick 1.0", "brick"]);
});
