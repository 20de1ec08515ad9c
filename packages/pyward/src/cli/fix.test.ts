import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { publish } from "../../../../test/loopback-packages.ts";
import type { FixReport } from "../model/index.ts";
import { EXAMPLE_ADVISORIES, putFiles } from "./example-project.ts";
import { runExample } from "./example-run.ts";

let index: LoopbackIndex;
let top: string;

beforeEach(async () => {
  index = await loopbackIndex();
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-fix-")));
  publish(index, {
    house: {
      "1.0": { needs: ["brick<1.2"] },
      "1.1": { needs: ["brick<1.2"] },
      "2.0": { needs: ["brick>=1.2"], uploaded: "2022-01-01T00:00:00Z" },
      "2.1": { needs: ["brick>=1.2"], uploaded: "2022-06-01T00:00:00Z" },
    },
    brick: {
      "1.0": { uploaded: "2020-01-01T00:00:00Z" },
      "1.1": { uploaded: "2020-02-01T00:00:00Z" },
      "1.3": { uploaded: "2021-01-01T00:00:00Z" },
      "2.0": { uploaded: "2023-01-01T00:00:00Z" },
      "2.0.4": { uploaded: "2024-01-01T00:00:00Z" },
    },
    mortar: {
      "1.0": { uploaded: "2019-01-01T00:00:00Z" },
      "5.0": { uploaded: "2024-06-01T00:00:00Z" },
      "5.1": { uploaded: "2024-07-01T00:00:00Z" },
    },
  });
});

afterEach(async () => {
  await index.close();
  rmSync(top, { recursive: true });
});

const put = (path: string, text: string): void => putFiles(top, { [`project/${path}`]: text });

const textOf = (path: string): string => readFileSync(join(top, "project", path), "utf8");

function fix(...argv: readonly string[]) {
  const given = ["--database", EXAMPLE_ADVISORIES, "--python", "3.12", "--platform", "linux"];
  return runExample(["fix", ...argv, ...given], {
    environment: {
      PIP_INDEX_URL: index.url,
      PYWARD_CACHE: join(top, "cache"),
      PYWARD_HOME: join(top, "home"),
      HOME: join(top, "home"),
    },
    cwd: join(top, "project"),
  });
}

async function reported(...argv: readonly string[]): Promise<FixReport & { readonly code: number }> {
  const { code, out } = await fix(...argv, "-f", "json");
  return { ...(JSON.parse(out) as FixReport), code };
}

const stepsOf = ({ parts }: FixReport): readonly string[] =>
  parts.flatMap(({ changes }) =>
    changes.map(({ package: name, from, to, jump }) => `${name} ${from} → ${to} ${jump}`),
  );

describe("a file of pins", () => {
  const PINS = "# ours\r\nhouse==1.0  # keep\r\nbrick==1.0 ; python_version > '3'\r\n";

  it("has its parent raised with the flawed package, every other byte kept", async () => {
    put("requirements.txt", PINS);
    const { code, out } = await fix("--yes");
    expect(textOf("requirements.txt")).toBe(
      PINS.replace("house==1.0", "house==2.0").replace("brick==1.0", "brick==1.3"),
    );
    expect(code).toBe(0);
    expect(out).toContain(
      "Changed 2 versions in 1 file. 1 of 1 finding is cleared, by an audit of the changed files.",
    );
  });

  it("is shown as it would be, and is as it was", async () => {
    put("requirements.txt", PINS);
    const { code, out } = await fix("--dry-run");
    expect([code, textOf("requirements.txt")]).toEqual([0, PINS]);
    expect(out).toContain("-house==1.0  # keep");
    expect(out).toContain("+brick==1.3 ; python_version > '3'");
    expect((await fix()).out).toContain("Nothing was written: --yes writes it.");
    expect(textOf("requirements.txt")).toBe(PINS);
  });

  it("says what moves, why, and by how much", async () => {
    put("requirements.txt", PINS);
    const report = await reported("--dry-run");
    expect(stepsOf(report)).toEqual(["brick 1.0 → 1.3 minor", "house 1.0 → 2.0 major"]);
    const [brick, house] = report.parts[0]?.changes ?? [];
    expect(brick?.clears.map(({ id }) => id)).toEqual(["PYSEC-2020-1"]);
    expect(house?.because).toEqual(["house 1.0 needs brick<1.2"]);
    expect(report).toMatchObject({
      ...{ status: "cleared", isWritten: false, code: 0, exitCode: 0 },
      findings: { chosen: 1, cleared: 1, introduced: [] },
      parts: [{ basis: "solver", isSmallest: true, pythons: ["3.12"], failure: null }],
    });
  });

  it("keeps what no allowed jump clears, and exits 1", async () => {
    put("requirements.txt", PINS);
    const report = await reported("--yes", "--level", "minor");
    expect([report.code, report.status, report.files]).toEqual([1, "partly", []]);
    expect(report.parts[0]?.left[0]?.reasons.join(" ")).toContain("no more than a minor one is allowed");
    expect(textOf("requirements.txt")).toBe(PINS);
  });

  it("has what is younger than the cooldown said with its date", async () => {
    put("requirements.txt", "brick==1.0\n");
    const report = await reported("--exclude-newer", "2020-06-01");
    expect(report.parts[0]?.left[0]?.embargoed).toEqual({
      version: "1.3",
      uploadTime: "2021-01-01T00:00:00Z",
    });
    expect(report.code).toBe(1);
  });

  it("is left alone where nothing of it was chosen", async () => {
    put("requirements.txt", PINS);
    const report = await reported("--yes", "--only", "CVE-2000-1");
    expect([report.code, report.status, stepsOf(report)]).toEqual([0, "clean", []]);
    expect(stepsOf(await reported("--dry-run", "--only", "cve-2020-90001"))).toHaveLength(2);
    expect(stepsOf(await reported("--dry-run", "--only", "Brick"))).toHaveLength(2);
  });

  it("stays as it is where the index does not answer, and exits 3", async () => {
    put("requirements.txt", PINS);
    index.set("/simple/brick/", (_, response) => void response.writeHead(403).end());
    const report = await reported("--yes");
    expect([report.code, report.status, textOf("requirements.txt")]).toEqual([3, "incomplete", PINS]);
    expect(report.parts[0]?.failure).toContain("brick");
  });

  it("is planned for by the advisories alone where no index is to be asked", async () => {
    put("requirements.txt", PINS);
    const report = await reported("--dry-run", "--no-resolve");
    expect(stepsOf(report)).toEqual(["brick 1.0 → 1.3 minor"]);
    expect(report.parts[0]).toMatchObject({ basis: "advisory", isSmallest: false, pythons: [] });
    expect(index.requests).toEqual([]);
  });
});

it("a range that does not admit the fix is widened", async () => {
  put("pyproject.toml", '[project]\nname = "demo"\nversion = "1"\ndependencies = ["house>=1,<2"]\n');
  const report = await reported("--yes");
  expect(report.parts[0]?.changes.find((one) => one.package === "house")?.outside).toBe("<2,>=1");
  expect(report).toMatchObject({ code: 0, status: "cleared", isWritten: true });
  expect(textOf("pyproject.toml")).toMatch(/"house>=2\.\d,<3"/);
});

it("the body of a pull request shows what hostile names say, and does nothing", async () => {
  put("requirements.txt", "house==1.0\nbrick==1.0\n");
  const { out } = await fix("--dry-run", "-f", "markdown");
  expect(out).toContain(
    "| house 1.0 → 2.0 | major, asked for by the project | because house 1.0 needs brick&lt;1.2 |",
  );
});

it("what could not be audited is never called free of what fails", async () => {
  put("requirements.txt", "brick==2.0.4\nnot a requirement at all\n");
  const { code, out } = await fix("--yes");
  expect(out).toContain("something could not be audited");
  expect(code).toBe(3);
  put("requirements.txt", "brick==2.0.4\n");
  expect(await reported()).toMatchObject({ status: "clean", code: 0 });
});

describe("a package in several versions for different environments", () => {
  const FORKED = 'brick==1.0 ; sys_platform == "win32"\nbrick==1.1 ; sys_platform != "win32"  # walls\n';

  it("has each of them raised, in its own line", async () => {
    put("requirements.txt", FORKED);
    const { code, parts, findings } = await reported("--platform", "windows", "--yes");
    expect(parts[0]?.changes.map(({ from, to, marker }) => `${from} → ${to} ${marker}`)).toEqual([
      '1.0 → 1.3 sys_platform == "win32"',
      '1.1 → 1.3 sys_platform != "win32"',
    ]);
    expect([code, findings.chosen, findings.cleared]).toEqual([0, 2, 2]);
    expect(textOf("requirements.txt")).toBe(FORKED.replace("1.0", "1.3").replace("1.1", "1.3"));
  });

  it("of which one is held back, has the other raised", async () => {
    put("requirements.txt", `house==1.1 ; sys_platform == "win32"\n${FORKED}`);
    const { code, parts } = await reported("--platform", "windows", "--constraint", "house<2", "--dry-run");
    expect(parts[0]?.changes.map(({ from, to, marker }) => `${from} → ${to} ${marker}`)).toEqual([
      '1.1 → 1.3 sys_platform != "win32"',
    ]);
    expect(parts[0]?.left.map(({ package: name, version }) => `${name} ${version}`)).toEqual(["brick 1.0"]);
    expect(code).toBe(1);
  });
});

describe("a range that admits what would not be installed today", () => {
  const OPEN = '[project]\nname = "demo"\nversion = "1"\ndependencies = [\n  "mortar>=1,<6",  # glue\n]\n';

  it("stays as it is, unless it is chosen: then it admits nothing lower any more", async () => {
    put("pyproject.toml", OPEN);
    expect(await reported("--yes")).toMatchObject({ status: "clean", code: 0 });
    const report = await reported("--admitted", "--yes");
    expect(report.parts[0]).toMatchObject({
      changes: [],
      left: [],
      raised: [{ package: "mortar", atLeast: "5.0", leavesOut: [{ id: "PYSEC-2024-7" }], reason: null }],
    });
    expect(report).toMatchObject({ code: 0, status: "cleared", findings: { chosen: 1, cleared: 1 } });
    expect(textOf("pyproject.toml")).toBe(OPEN.replace(">=1,<6", ">=5.0,<6"));
  });

  it("is raised where what it admits fails", async () => {
    put("pyproject.toml", OPEN);
    const { out } = await fix("--fail-on-admitted", "--dry-run");
    expect(out).toContain("mortar  at least 5.0");
    expect(out).toContain("leaves out PYSEC-2024-7 (CVE-2024-90007), low");
    expect(out).toContain("Would change 1 range in 1 file. 1 of 1 finding is cleared");
    expect(textOf("pyproject.toml")).toBe(OPEN);
  });

  it("stays where what fits today is lower than what it would have to ask for", async () => {
    put("pyproject.toml", OPEN.replace('"mortar>=1,<6"', '"house", "brick>=1.3"'));
    publish(index, {
      house: { "1.0": { needs: ["brick<2"] } },
      brick: { "1.3": {}, "2.0": {}, "2.0.4": {} },
    });
    const report = await reported("--admitted", "--dry-run");
    expect(report).toMatchObject({ code: 1, files: [], findings: { chosen: 1, cleared: 0 } });
    expect(report.parts[0]?.raised).toMatchObject([
      {
        package: "brick",
        atLeast: null,
        reason: "only 2.0.4 and later are without it, and 1.3 is what fits today",
      },
    ]);
  });

  it("rises with its package, where that moves", async () => {
    put("pyproject.toml", OPEN.replace('"mortar>=1,<6"', '"mortar>=1,<6", "house<2", "brick"'));
    const report = await reported("--admitted", "--yes");
    expect(report.parts[0]?.raised.map((one) => one.package)).toEqual(["mortar"]);
    expect(report.status).toBe("cleared");
    expect((await reported("--admitted")).status).toBe("clean");
  });
});

it("what pip has a copy of inside is planned as it is installed", async () => {
  const site = "venv/lib/python3.12/site-packages";
  const metadata = (name: string, version: string) =>
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  put("venv/pyvenv.cfg", "version = 3.12.1\n");
  put(`${site}/pip-23.0.dist-info/METADATA`, metadata("pip", "23.0"));
  put(`${site}/pip-23.0.dist-info/RECORD`, "pip/_vendor/vendor.txt,,\npip/_vendor/brick/__init__.py,,\n");
  put(`${site}/pip/_vendor/vendor.txt`, "brick==1.0\n");
  put(`${site}/pip/_vendor/brick/__init__.py`, "");
  put(`${site}/their_brick-1.1.dist-info/METADATA`, metadata("brick", "1.1"));
  const report = await reported("venv", "--dry-run");
  expect(stepsOf(report)).toEqual(["brick 1.1 → 1.3 minor"]);
  expect(report.parts[0]?.commands).toEqual([["pip", "install", "brick==1.3"]]);
});

it("what no plan is made for is named, and why", async () => {
  put("bill.cdx.json", JSON.stringify(BILL));
  const report = await reported("bill.cdx.json");
  expect(
    report.unplanned.map(({ package: name, version, reason }) => `${name} ${version} ${reason}`),
  ).toEqual(["brick 1.0 lies in a bill of materials, of which nothing is edited"]);
  expect([report.code, report.parts]).toEqual([1, []]);
  expect((await fix("bill.cdx.json")).out).toContain("keeps PYSEC-2020-1");
});

const BILL = {
  bomFormat: "CycloneDX",
  specVersion: "1.6",
  components: [{ type: "library", name: "brick", version: "1.0", purl: "pkg:pypi/brick@1.0" }],
};
