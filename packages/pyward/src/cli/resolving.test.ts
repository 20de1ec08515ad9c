import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { publish } from "../../../../test/loopback-packages.ts";
import { auditExample, EXAMPLE_ADVISORIES, putFiles } from "./example-project.ts";
import { runExample } from "./example-run.ts";

let index: LoopbackIndex;
let top: string;

beforeEach(async () => {
  index = await loopbackIndex();
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-resolving-")));
  publish(index, {
    house: {
      "1.0": { needs: ["brick<1.2"], uploaded: "2020-01-01T00:00:00Z" },
      "2.0": {
        needs: ["brick>=1.0", "roof; sys_platform == 'win32'", "oven; extra == 'kitchen'"],
        extras: ["kitchen"],
        uploaded: "2022-01-01T00:00:00Z",
      },
    },
    brick: {
      "1.0": { uploaded: "2020-01-01T00:00:00Z" },
      "1.3": { uploaded: "2021-01-01T00:00:00Z" },
      "2.0": { uploaded: "2023-01-01T00:00:00Z" },
      "2.0.4": { python: ">=3.12", uploaded: "2024-01-01T00:00:00Z" },
    },
    roof: { "1.0": { uploaded: "2020-01-01T00:00:00Z" } },
    oven: { "1.0": { uploaded: "2020-01-01T00:00:00Z" } },
    mortar: { "1.0": { uploaded: "2020-01-01T00:00:00Z" } },
  });
});

afterEach(async () => {
  await index.close();
  rmSync(top, { recursive: true });
});

const put = (files: Readonly<Record<string, string>>): void => putFiles(top, files);

const audit = (environment: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  auditExample(top, environment, argv);

type Audited = Awaited<ReturnType<typeof audit>>;

const versionsOf = ({ report }: Audited): readonly string[] =>
  report.dependencies.map(({ name, version, basis }) => `${name} ${version} ${basis}`);
const gapsOf = ({ report }: Audited): readonly string[] =>
  report.gaps.map(({ code, name }) => `${code} ${name}`);
const named = (): Readonly<Record<string, string>> => ({ PIP_INDEX_URL: index.url });

describe("what is not pinned", () => {
  it("is told for Pythons between the newest and the oldest, too: by markers and Requires-Python that stand deep", async () => {
    publish(index, {
      middle: {
        "1.0": {},
        "2.0": { python: ">=3.12" },
        "3.0": { python: ">=3.14" },
      },
      deep: { "1.0": { needs: ["middle", 'mortar; python_version == "3.13" and sys_platform == "darwin"'] } },
      outer: { "1.0": { needs: ["deep"] } },
    });
    put({ "project/requirements.txt": "outer\n" });
    const run = await audit(named());
    expect(run.report.dependencies.map(({ name, version, marker }) => [name, version, marker])).toEqual([
      ["deep", "1.0", null],
      ["middle", "1.0", 'python_version <= "3.11"'],
      ["middle", "2.0", 'python_version >= "3.12" and python_version <= "3.13"'],
      ["middle", "3.0", 'python_version >= "3.14"'],
      ["mortar", "1.0", 'sys_platform == "darwin" and python_version == "3.13"'],
      ["outer", "1.0", null],
    ]);
  });

  it("is what would be installed, with what that needs, and where each comes from", async () => {
    put({ "project/requirements.txt": "# ours\nhouse[kitchen]\n" });
    const run = await audit(named());
    expect(versionsOf(run)).toEqual([
      "brick 2.0 resolved",
      "brick 2.0.4 resolved",
      "house 2.0 resolved",
      "oven 1.0 resolved",
      "roof 1.0 resolved",
    ]);
    const [old, brick, house, oven, roof] = run.report.dependencies;
    expect(brick).toMatchObject({ direct: false, pin: "range", marker: 'python_version >= "3.12"' });
    expect(old).toMatchObject({ marker: 'python_version <= "3.11"', paths: [["house", "brick"]] });
    expect(old?.origins).toMatchObject([{ path: "requirements.txt", line: 2 }]);
    expect(house).toMatchObject({ direct: true, pin: "unpinned", marker: null });
    expect(house?.dependsOn).toEqual(["p1:brick@2.0", "p1:brick@2.0.4", "p1:oven@1.0", "p1:roof@1.0"]);
    expect([oven?.marker, roof?.marker]).toEqual([null, 'sys_platform == "win32"']);
    expect(run.report.gaps).toEqual([]);
    expect(run.report.findings).toMatchObject([
      {
        id: "PYSEC-2020-1",
        version: "2.0",
        targets: 'python_version <= "3.11"',
        verdict: { status: "fail" },
      },
    ]);
    expect([run.code, run.report.coverage]).toEqual([1, { asked: 5, audited: 5, gaps: 0 }]);
  });

  it("is resolved together with the pins beside it, for the declared targets", async () => {
    put({ "project/requirements.txt": "house\nbrick==1.3\n" });
    const run = await audit(named(), "--python", "3.12", "--platform", "linux");
    expect(versionsOf(run)).toEqual(["brick 1.3 declared", "house 2.0 resolved"]);
    expect(run.report.dependencies[0]).toMatchObject({
      direct: true,
      paths: [["brick"], ["house", "brick"]],
    });
    expect(run.code).toBe(0);
  });

  it("stays a gap where nobody may be asked: no index is named, or the options say so", async () => {
    put({ "project/requirements.txt": "house\n" });
    for (const [environment, ...argv] of [
      [{}],
      [{ PIP_NO_INDEX: "1" }],
      [named(), "--no-resolve"],
      [named(), "--offline"],
    ] as const) {
      const run = await audit(environment, ...argv);
      expect([run.code, ...gapsOf(run)]).toEqual([3, "unpinned house"]);
      expect(run.report.notes.some((note) => note.includes("--resolve"))).toBe(argv.length === 0);
    }
    expect(index.requests).toEqual([]);
  });

  it("asks nobody where everything is pinned", async () => {
    put({ "project/requirements.txt": "house==1.0\nbrick==1.3\n" });
    expect((await audit(named())).code).toBe(0);
    expect(index.requests).toEqual([]);
  });

  it("offline is what was kept", async () => {
    put({ "project/requirements.txt": "house\n" });
    const online = await audit(named());
    const asked = index.requests.length;
    const offline = await audit(named(), "--offline");
    expect(versionsOf(offline)).toEqual(versionsOf(online));
    expect(index.requests).toHaveLength(asked);
  });

  it("is what was there on a day", async () => {
    put({ "project/requirements.txt": "house\n" });
    const [past, lowest] = [
      await audit(named(), "--exclude-newer", "2021-12-31", "--python", "3.12"),
      await audit(named(), "--resolution", "lowest", "--python", "3.12"),
    ];
    expect(versionsOf(past)).toEqual(["brick 1.0 resolved", "house 1.0 resolved"]);
    expect(versionsOf(lowest)).toEqual(["brick 1.0 resolved", "house 1.0 resolved"]);
    const then = await audit(named(), "--as-of", "2021-12-31", "--python", "3.12");
    expect(versionsOf(then)).toEqual(["brick 1.0 resolved", "house 1.0 resolved"]);
  });
});

describe("what cannot be resolved", () => {
  it("is a gap with the reason, and files that do not fit together have each their own answer", async () => {
    put({ "project/requirements.txt": "house<2\nbrick>=1.3\n", "project/requirements-dev.txt": "brick<2\n" });
    const run = await audit(named(), "--python", "3.12", "--platform", "linux");
    expect(gapsOf(run)).toEqual(["unresolvable null", "unpinned brick", "unpinned house"]);
    expect(run.report.gaps[0]?.reason).toContain("house 1.0 needs brick<1.2");
    expect(versionsOf(run)).toContain("brick 1.3 resolved");
    expect(run.code).toBe(3);
  });

  it("extras and groups that do not fit have each an answer of their own, and why they do not fit is said", async () => {
    put({
      "project/pyproject.toml": `[project]\nname = "x"\nversion = "1"\ndependencies = ["house"]
[project.optional-dependencies]\nold = ["brick<1.2"]\n[dependency-groups]\ntest = ["house<2", "mortar"]\nnone = ["brick>3"]\n`,
    });
    publish(index, { house: { "1.0": { needs: ["brick<1.2"] }, "2.0": { needs: ["brick>=1.3"] } } });
    const run = await audit(named(), "--python", "3.12", "--platform", "linux");
    expect(versionsOf(run)).toEqual([
      "brick null declared",
      "brick 1.0 resolved",
      "brick 2.0.4 resolved",
      "house 1.0 resolved",
      "house 2.0 resolved",
      "mortar 1.0 resolved",
    ]);
    expect(gapsOf(run)).toEqual(["unresolvable null", "unresolvable null", "unpinned brick"]);
    const scopes = run.report.dependencies.map(
      ({ name, version, scopes: all }) => `${name} ${version} ${all.join()}`,
    );
    expect(scopes).toContain("house 2.0 main");
    expect(scopes).toContain("house 1.0 group:test");
  });

  it("what the index does not have is left out, and the rest resolved", async () => {
    put({ "project/requirements.txt": "house\nghost\nmortar==9\n" });
    const run = await audit(named(), "--python", "3.12", "--platform", "linux");
    expect(gapsOf(run)).toEqual(["not-on-index ghost", "unpinned ghost", "not-on-index mortar"]);
    expect(versionsOf(run)).toContain("house 2.0 resolved");
  });

  it("what only a build would tell is chosen, and said", async () => {
    index.set("/simple/kiln/", { files: [listedSdist("kiln", "1.0", { hashes: {} })] });
    index.set("/files/kiln-1.0.tar.gz", (_, response) => void response.writeHead(200).end(""));
    put({ "project/requirements.txt": "house\nkiln\n" });
    const run = await audit(named(), "--python", "3.12", "--platform", "linux");
    expect(gapsOf(run)).not.toEqual([]);
  });

  it("a silent index costs one note, and the gaps stay", async () => {
    put({ "project/requirements.txt": "house\nbrick\n", "project/docs/requirements.txt": "roof\n" });
    const run = await audit({ PIP_INDEX_URL: "http://127.0.0.1:9/simple" });
    expect([run.code, ...gapsOf(run)]).toEqual([3, "unpinned brick", "unpinned house", "unpinned roof"]);
    expect(run.report.notes.filter((note) => note.includes("127.0.0.1:9"))).toHaveLength(1);
  });
});

describe("what a range admits", () => {
  const admittedIn = ({ report }: Audited) =>
    report.findings.flatMap(({ version, verdict, dependency }) =>
      report.dependencies.find(({ ref }) => ref === dependency)?.basis === "admitted"
        ? [[version, verdict]]
        : [],
    );

  it("is told from what would be installed, and warns unless asked to fail", async () => {
    put({ "project/requirements.txt": "brick>=1.0\n" });
    const run = await audit(named(), "--python", "3.12");
    const reason =
      ">=1.0 admits it, in 2 of 4 versions, 1.0 to 2.0; what would be installed does not have it";
    expect(admittedIn(run)).toEqual([["1.0", { status: "below-threshold", rule: "admitted", reason }]]);
    expect(versionsOf(run)).toEqual(["brick 1.0 admitted", "brick 2.0.4 resolved"]);
    expect(run.report.upgrades).toMatchObject([
      { dependency: "p1:brick@1.0", to: "2.0.4", clears: 1, of: 1 },
    ]);
    expect([run.code, run.report.coverage]).toEqual([0, { asked: 1, audited: 1, gaps: 0 }]);
    const failing = await audit(named(), "--python", "3.12", "--fail-on-admitted");
    expect([failing.code, admittedIn(failing)]).toMatchObject([1, [["1.0", { status: "fail" }]]]);
  });

  it("is nothing where no range is declared, where the range leaves it out, or what is resolved has it", async () => {
    for (const line of ["brick", "brick>=2.0.4", "brick>=1,<1.1", "brick~=1.3", "brick==2.0"]) {
      put({ "project/requirements.txt": `${line}\n` });
      expect(admittedIn(await audit(named(), "--python", "3.12"))).toEqual([]);
    }
  });

  it("is in no bill of materials", async () => {
    put({ "project/requirements.txt": "brick>=1.0\n" });
    const options = { cwd: join(top, "project"), environment: { HOME: join(top, "home"), ...named() } };
    for (const format of ["cyclonedx-json", "spdx-json", "spdx3-json", "openvex"]) {
      const { out } = await runExample(
        ["audit", "--python", "3.12", "--database", EXAMPLE_ADVISORIES, "--format", format],
        options,
      );
      expect(out).not.toContain("brick@1.0");
      expect(format === "openvex" || out.includes("brick@2.0.4")).toBe(true);
    }
  });

  it("hides nothing in a later comparison: what comes to be installed is new", async () => {
    put({ "project/requirements.txt": "brick>=1.0\n", "home/x": "" });
    const { out } = await runExample(
      [
        "audit",
        "--python",
        "3.12",
        "--database",
        EXAMPLE_ADVISORIES,
        "--format",
        "json",
        "--index-url",
        index.url,
      ],
      { cwd: join(top, "project"), environment: { HOME: join(top, "home") } },
    );
    put({ "base.json": out, "project/requirements.txt": "brick==1.0\n" });
    const run = await audit({}, "--baseline", join(top, "base.json"));
    expect(run.report.findings).toMatchObject([{ version: "1.0", verdict: { status: "fail" } }]);
    expect(run.report.comparison?.dependencies).toMatchObject([
      { name: "brick", from: ["2.0.4"], to: ["1.0"] },
    ]);
  });
});

it("why follows what is resolved, and asks nobody where that is not wanted", async () => {
  put({ "project/requirements.txt": "house\n" });
  const options = { cwd: join(top, "project"), environment: { HOME: join(top, "home"), ...named() } };
  const { code, out } = await runExample(["why", "brick", "--no-progress"], options);
  expect(code).toBe(0);
  expect(out).toContain("brick 2.0.4 in .");
  expect(out).toContain("needed by house (the project asks for it)");
  const asked = index.requests.length;
  expect((await runExample(["why", "brick", "--no-resolve"], options)).code).toBe(3);
  expect(index.requests).toHaveLength(asked);
});
