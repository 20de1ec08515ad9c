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
