import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { publish } from "../../../../test/loopback-packages.ts";
import { auditExample, EXAMPLE_ADVISORIES, putFiles } from "./example-project.ts";
import { runExample } from "./example-run.ts";

// brick 1.0 is flawed (PYSEC-2020-1), and its advisories call 1.3 fixed; house 1.x does not let it go there.
let index: LoopbackIndex;
let top: string;

beforeEach(async () => {
  index = await loopbackIndex();
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-planning-")));
  publish(index, {
    house: {
      "1.0": { needs: ["brick<1.2"], uploaded: "2020-01-01T00:00:00Z" },
      "2.0": { needs: ["brick>=1.4"], uploaded: "2022-01-01T00:00:00Z" },
    },
    brick: {
      "1.0": { uploaded: "2020-01-01T00:00:00Z" },
      "1.3": { uploaded: "2021-01-01T00:00:00Z", yanked: "broken" },
      "1.4": { uploaded: "2021-02-01T00:00:00Z" },
      "1.5": { uploaded: "2023-01-01T00:00:00Z" },
    },
  });
});

afterEach(async () => {
  await index.close();
  rmSync(top, { recursive: true });
});

const PINS = "house==1.0\nbrick==1.0\n";
const HELD = "no version clears it: 1.4 does not fit: a constraint is brick<1.2";

const put = (files: Readonly<Record<string, string>>): void => putFiles(top, files);

const audit = (environment: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  auditExample(top, environment, ["--python", "3.12", "--platform", "linux", ...argv]);

type Audited = Awaited<ReturnType<typeof audit>>;

/** `brick 1.0 → 1.4 solver, 1 of 1`; the verdict where it does not fail. */
const fixesOf = ({ report }: Audited): readonly string[] =>
  report.findings.map(({ package: name, version, fix, verdict, dependency }) => {
    const upgrade = report.upgrades.find((one) => one.dependency === dependency);
    const fixed = fix === null ? "nothing" : `${fix.version} ${fix.basis}`;
    const reason = upgrade?.plan?.reason ?? null;
    return [
      `${name} ${version} → ${fixed}, ${upgrade?.clears} of ${upgrade?.of}`,
      ...(reason === null ? [] : [reason]),
      ...(verdict.status === "fail" ? [] : [verdict.rule]),
    ].join("; ");
  });
const named = (): Readonly<Record<string, string>> => ({ PIP_INDEX_URL: index.url });

describe("where everything is pinned", () => {
  it("nobody is asked by the user's settings alone: fixes are the advisories' numbers", async () => {
    put({ "project/requirements.txt": PINS });
    for (const run of [await audit(named()), await audit(named(), "--no-plan", "--index-url", index.url)])
      expect(fixesOf(run)).toEqual(["brick 1.0 → 1.3 advisory, 1 of 1"]);
    expect(index.requests).toEqual([]);
  });

  it.each([["--plan"], ["--resolve"], ["--index-url"]])("%s plans them", async (option) => {
    put({ "project/requirements.txt": PINS });
    const run = await audit(named(), option, ...(option === "--index-url" ? [index.url] : []));
    expect(fixesOf(run)).toEqual(["brick 1.0 → 1.4 solver, 1 of 1"]);
    expect(run.report.notes.filter((note) => note.includes("were planned"))).toHaveLength(1);
    expect(run.code).toBe(1);
  });

  it("asks nobody where nothing fails: what is clean, waived or in the baseline", async () => {
    put({ "project/requirements.txt": "house==1.0\n", "project/baseline.json": "" });
    expect((await audit(named(), "--plan")).code).toBe(0);
    put({ "project/requirements.txt": PINS });
    const before = await audit(named());
    writeFileSync(join(top, "project/baseline.json"), JSON.stringify(before.report));
    const [waived, known] = [
      await audit(named(), "--plan", "--ignore", "PYSEC-2020-1"),
      await audit(named(), "--plan", "--baseline", "baseline.json"),
    ];
    expect([waived.code, known.code]).toEqual([0, 0]);
    expect(index.requests).toEqual([]);
  });

  it("what a plan does not clear has no fix, and says why", async () => {
    put({
      "project/requirements.txt": `-c limits.txt\n${PINS}`,
      "project/limits.txt": "brick<1.2\n",
    });
    const [failing, waiting] = [
      await audit(named(), "--plan"),
      await audit(named(), "--plan", "--only-fixable"),
    ];
    expect(fixesOf(failing)).toEqual([
      "brick 1.0 → nothing, 0 of 1; 1.4 does not fit: a constraint is brick<1.2",
    ]);
    expect(failing.report.status).toBe("fail");
    expect(waiting.report.findings[0]?.verdict).toEqual({
      status: "below-threshold",
      rule: "only-fixable",
      reason: HELD,
    });
    expect([failing.code, waiting.code, waiting.report.projects[0]?.status]).toEqual([1, 0, "pass"]);
  });

  it("a release that is too young is named with its day", async () => {
    put({ "project/requirements.txt": PINS });
    const run = await audit(named(), "--plan", "--exclude-newer", "2020-12-31");
    expect(fixesOf(run)).toEqual([
      "brick 1.0 → nothing, 0 of 1; 1.4, uploaded on 2021-02-01, is younger than --exclude-newer or --as-of allows",
    ]);
  });

  it("where the index does not answer fixes are the advisories' numbers, and a note says so", async () => {
    put({ "project/requirements.txt": PINS });
    index.set("/simple/brick/", (_, response) => void response.writeHead(403).end());
    const run = await audit(named(), "--plan");
    expect(fixesOf(run)).toEqual(["brick 1.0 → 1.3 advisory, 1 of 1"]);
    expect(
      run.report.notes.filter((note) => note.startsWith("no fix was planned for requirements.txt")),
    ).toHaveLength(1);
  });

  it("--plan with nobody to ask is an error before anything is audited", async () => {
    put({ "project/requirements.txt": PINS });
    const { code, err } = await runExample(["audit", "--plan", "--database", EXAMPLE_ADVISORIES], {
      environment: { HOME: join(top, "home") },
      cwd: join(top, "project"),
    });
    expect([code, err.includes("--plan")]).toEqual([2, true]);
  });
});

it("where something was resolved its project is planned, and no other", async () => {
  put({
    "project/open/requirements.txt": "house<2\nbrick==1.0\n",
    "project/pinned/requirements.txt": "brick==1.0\n",
  });
  expect(fixesOf(await audit(named()))).toEqual([
    "brick 1.0 → 1.4 solver, 1 of 1",
    "brick 1.0 → 1.3 advisory, 1 of 1",
  ]);
  expect(fixesOf(await audit(named(), "--no-plan"))).toEqual([
    "brick 1.0 → 1.3 advisory, 1 of 1",
    "brick 1.0 → 1.3 advisory, 1 of 1",
  ]);
});
