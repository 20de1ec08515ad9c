import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../../../../../test/loopback-index.ts";
import { publish } from "../../../../../test/loopback-packages.ts";
import { loopbackOsv, type LoopbackOsv } from "../../../../../test/loopback-osv.ts";
import { runExample } from "../example-run.ts";

let top: string;
let osv: LoopbackOsv;
let index: LoopbackIndex;

beforeEach(async () => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-service-")));
  // The database knows of a flaw that the service does not have, so that one sees who answered.
  put({ "data/PYSEC-2020-9.json": JSON.stringify(record("PYSEC-2020-9", "brick")) });
  osv = await loopbackOsv([
    Object.assign(record("PYSEC-2020-1", "brick"), { listedFor: ["1.0"] }),
    Object.assign(record("GHSA-aaaa-bbbb-cccc", "mortar", ["CVE-2024-7"]), { listedFor: ["2.0"] }),
  ]);
  index = await loopbackIndex();
});
afterEach(async () => {
  await Promise.all([osv.close(), index.close()]);
  rmSync(top, { recursive: true, force: true });
});

function record(id: string, name: string, aliases: readonly string[] = []) {
  return {
    id,
    aliases,
    modified: "2026-11-20T00:00:00Z",
    published: "2024-01-01T00:00:00Z",
    summary: `what ${id} says`,
    affected: [
      {
        package: { ecosystem: "PyPI", name },
        ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "3.0" }] }],
      },
    ],
  };
}

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
}

function pipAudit(argv: readonly string[], environment: Record<string, string> = {}) {
  const home = join(top, "home");
  return runExample(["pip-audit", ...argv, "--database", "data", "-f", "json"], {
    cwd: top,
    environment: { HOME: home, PYWARD_HOME: home, ...environment },
  });
}

interface Shown {
  readonly dependencies: readonly {
    readonly name: string;
    readonly vulns?: readonly { readonly id: string; readonly fix_versions: readonly string[] }[];
    readonly skip_reason?: string;
  }[];
}

function shown(out: string): Record<string, string> {
  const { dependencies } = JSON.parse(out) as Shown;
  return Object.fromEntries(
    dependencies.map(({ name, vulns, skip_reason: reason }) => [
      name,
      reason ?? (vulns ?? []).map(({ id, fix_versions: fixes }) => `${id} ${fixes.join()}`).join(),
    ]),
  );
}

const PINNED = ["--no-deps", "--disable-pip"];
const REQUIRED = ["-r", "requirements.txt"];
const query = (): string => `${osv.url}v1/query`;

describe("-s osv", () => {
  beforeEach(() => put({ "requirements.txt": "brick==1.0\nMortar==2.0\nsand==4\n" }));

  it.each([
    ["the address of a query", () => ["-s", "osv", "--osv-url", query()], () => ({})],
    ["the address of the service", () => ["-s", "osv", "--osv-url", osv.url], () => ({})],
    ["an address alone", () => ["--osv-url", query()], () => ({})],
    ["a variable's address", () => ["-s", "osv"], () => ({ PIP_AUDIT_OSV_URL: query() })],
    ["the user's own address", () => ["-s", "osv"], () => ({ PYWARD_OSV_SERVICE: osv.url })],
    [
      "variables alone",
      () => [],
      () => ({ PIP_AUDIT_VULNERABILITY_SERVICE: "osv", PIP_AUDIT_OSV_URL: query() }),
    ],
  ] as const)("asks at %s, and shows what it says", async (_, words, environment) => {
    const { code, out, err } = await pipAudit([...REQUIRED, ...PINNED, ...words()], environment());
    expect(shown(out)).toEqual({ brick: "PYSEC-2020-1 3.0", mortar: "CVE-2024-7 3.0", sand: "" });
    expect(osv.told().slice(0, 3)).toEqual(["brick 1.0", "mortar 2.0", "sand 4"]);
    expect(code).toBe(1);
    expect(err).toContain(`INFO:pyward:3 releases asked about at ${osv.host}\n`);
    expect(err).toContain("Found 2 known vulnerabilities in 2 packages\n");
    expect(err).not.toContain("database");
  });

  it("says which variable chose it", async () => {
    const environment = { PIP_AUDIT_VULNERABILITY_SERVICE: "osv", PIP_AUDIT_OSV_URL: query() };
    const line = "PIP_AUDIT_VULNERABILITY_SERVICE chooses osv, which is told names and versions";
    expect((await pipAudit([...REQUIRED, ...PINNED], environment)).err).toContain(`WARNING:pyward:${line}`);
    expect((await pipAudit([...REQUIRED, ...PINNED, "-s", "osv"], environment)).err).not.toContain(line);
  });

  it("is clean where the service knows of nothing, whatever the database says", async () => {
    osv.records = [];
    const { code, err } = await pipAudit([...REQUIRED, ...PINNED, "--osv-url", query()]);
    expect([code, err.endsWith("No known vulnerabilities found\n")]).toEqual([0, true]);
  });

  it.each([
    ["a server that breaks down", 501, "it answers with status 501"],
    ["one that wants a login", 401, "it denies access without a login"],
    ["a page in place of an answer", 200, "its answer is not one of OSV's API"],
  ])("ends with an error at %s", async (_, status, reason) => {
    osv.instead = (_request, response) => {
      response.writeHead(status).end("<html>");
      return true;
    };
    const { code, out, err } = await pipAudit([...REQUIRED, ...PINNED, "--osv-url", query()]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(
      `ERROR:pip_audit._cli:OSV's vulnerability feed gave no answer (${osv.host}): ${reason}\n`,
    );
    expect(err).not.toContain("No known vulnerabilities found");
  });

  it("ends with an error where one record of many is lacking", async () => {
    osv.instead = ({ path }, response) => {
      if (!path.endsWith("/GHSA-aaaa-bbbb-cccc")) return false;
      response.writeHead(404).end();
      return true;
    };
    const { code, out, err } = await pipAudit([...REQUIRED, ...PINNED, "--osv-url", query()]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("it lists GHSA-aaaa-bbbb-cccc and does not have it");
  });

  it("gives up after --timeout", async () => {
    osv.instead = () => true;
    const began = performance.now();
    const { code, err } = await pipAudit([...REQUIRED, ...PINNED, "--osv-url", query(), "--timeout", "1"]);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect([code, err.includes(`(${osv.host}): it did not answer in time`)]).toEqual([1, true]);
  });

  it.each([
    [["--timeout", "3"], "argument --timeout: no service is asked, so nothing waits"],
    [["--timeout", "0", "-s", "osv"], "argument --timeout: give seconds, at least 1"],
    [["-s", "esms"], "argument -s/--vulnerability-service: esms is not supported"],
  ])("%j is wrong usage", async (words, message) => {
    const { code, err } = await pipAudit([...REQUIRED, ...PINNED, ...words]);
    expect([code, err.includes(`pip-audit: error: ${message}`)]).toEqual([2, true]);
  });

  it("an address that is none is an error", async () => {
    const { code, err } = await pipAudit([...REQUIRED, ...PINNED, "--osv-url", "ftp://osv.example/v1/query"]);
    expect([code, err.includes("ERROR:pip_audit._cli:the address of the OSV service is no http")]).toEqual([
      1,
      true,
    ]);
  });

  it.each([[["-d"]], [["-S", "-r", "skipped.txt"]], [["-r", "range.txt"]], [["-r", "absent.txt"]]])(
    "tells nobody anything with %j",
    async (words) => {
      put({ "skipped.txt": "./folder\n", "range.txt": "brick>=1\n" });
      await pipAudit([...REQUIRED, ...PINNED, "--osv-url", query(), ...words]);
      expect(osv.requests).toEqual([]);
    },
  );
});

describe("what is not public is compared with the database, and told to nobody", () => {
  const ask = (...argv: readonly string[]) =>
    pipAudit([...argv, "--osv-url", query()], { PIP_INDEX_URL: index.url });
  const MIRROR = "https://mirror.corp.example/simple";

  it("is what a configuration calls internal", async () => {
    put({ "requirements.txt": "brick==1.0\nmortar==2.0\n", "pyward.toml": 'internal = ["bri*"]\n' });
    const { code, out, err } = await ask(...REQUIRED, ...PINNED);
    expect(osv.told()).toEqual(["mortar 2.0", "mortar"]);
    expect([code, shown(out)]).toEqual([1, { brick: "PYSEC-2020-9 3.0", mortar: "CVE-2024-7 3.0" }]);
    expect(err).toContain(
      "1 dependency is internal: no feed is told of them; compared with the given database",
    );
    expect(err).toContain("INFO:pyward:1 advisories of the file database");
  });

  it("is what the configuration of the user, or beside the file, calls internal", async () => {
    put({
      "requirements.txt": "brick==1.0\n",
      "home/.config/pyward/pyward.toml": 'internal = ["brick"]\n',
      "there/requirements.txt": "mortar==2.0\n",
      "there/pyward.toml": 'internal = ["mortar"]\n',
    });
    await ask(...REQUIRED, "-r", "there/requirements.txt", ...PINNED);
    expect(osv.requests).toEqual([]);
  });

  it("and a configuration that cannot be read stops everything", async () => {
    put({ "requirements.txt": "brick==1.0\n", "pyward.toml": "internal = 3\n" });
    const { code, out } = await ask(...REQUIRED, ...PINNED);
    expect([code, out, osv.requests]).toEqual([1, "", []]);
  });

  it("is what a requirements file has from another index", async () => {
    put({ "requirements.txt": `--index-url ${MIRROR}/\nbrick==1.0\n` });
    const { out, err } = await ask(...REQUIRED, ...PINNED);
    expect([osv.requests, shown(out)]).toEqual([[], { brick: "PYSEC-2020-9 3.0" }]);
    expect(err).toContain(MIRROR);
    put({ "pyward.toml": `[[indexes]]\nurl = "${MIRROR}"\nkind = "pypi"\n` });
    expect(shown((await ask(...REQUIRED, ...PINNED)).out)).toEqual({ brick: "PYSEC-2020-1 3.0" });
    expect(osv.told()).toEqual(["brick 1.0", "brick"]);
  });

  it("is what a lock has from another index, and what pyproject.toml has from one", async () => {
    put({
      "pylock.toml": `lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "brick"\nversion = "1.0"\nindex = "${MIRROR}/"\n[[packages]]\nname = "mortar"\nversion = "2.0"\nwheels = []\n`,
      "pyproject.toml": `[project]\nname = "x"\nversion = "1"\ndependencies = ["brick==1.0", "sand==4"]\n[tool.uv.sources]\nbrick = { index = "corp" }\n[[tool.uv.index]]\nname = "corp"\nurl = "${MIRROR}"\nexplicit = true\n`,
    });
    const locked = await ask("--locked", ".");
    expect(shown(locked.out)).toEqual({ brick: "PYSEC-2020-9 3.0", mortar: "CVE-2024-7 3.0" });
    publish(index, { sand: { "4": {} } });
    const project = await ask(".");
    expect(shown(project.out)).toEqual({ brick: "no index may be asked what it needs", sand: "" });
    expect(project.out).toContain("PYSEC-2020-9");
    expect(index.requests.map(({ path }) => path)).toEqual([
      "/simple/sand/",
      "/files/sand-4-py3-none-any.whl.metadata",
    ]);
    expect(osv.told()).toEqual(["mortar 2.0", "mortar", "sand 4"]);
  });

  it("is what an environment has from a folder", async () => {
    const info = (name: string, version: string, more: Record<string, string> = {}) =>
      Object.fromEntries(
        Object.entries({
          METADATA: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
          ...more,
        }).map(([file, text]) => [`site/${name}-${version}.dist-info/${file}`, text]),
      );
    put({
      ...info("mortar", "2.0"),
      ...info("brick", "1.0", { "direct_url.json": '{"url":"file:///srv/brick","dir_info":{}}' }),
    });
    const { out } = await ask("--path", "site");
    expect(shown(out)).toEqual({ brick: "PYSEC-2020-9 3.0", mortar: "CVE-2024-7 3.0" });
    expect(osv.told()).toEqual(["mortar 2.0", "mortar"]);
  });
});

describe("-s pypi", () => {
  const ask = (...argv: readonly string[]) =>
    pipAudit([...REQUIRED, ...PINNED, "-s", "pypi", ...argv], { PIP_INDEX_URL: index.url });
  const listing = {
    id: "PYSEC-2020-1",
    aliases: ["CVE-2020-1"],
    summary: "s",
    details: "d",
    withdrawn: null,
  };

  it("asks the user's own index, and skips what it does not have in pip-audit's words", async () => {
    put({ "requirements.txt": "brick==1.0\nMortar==2.00\n" });
    index.set("/pypi/brick/1.0/json", { vulnerabilities: [{ ...listing, fixed_in: ["1.1"] }] });
    index.set("/pypi/brick/1.1/json", { vulnerabilities: [] });
    const { code, out } = await ask();
    expect(code).toBe(1);
    expect(shown(out)).toEqual({
      brick: "PYSEC-2020-1 1.1",
      mortar: "Dependency not found on PyPI and could not be audited: mortar (2.0)",
    });
    expect(index.requests.map(({ path }) => path).toSorted()).toEqual([
      "/pypi/brick/1.0/json",
      "/pypi/brick/1.1/json",
      "/pypi/mortar/2.00/json",
    ]);
  });

  it("an index that has nothing of all of it is no index that calls it clean", async () => {
    put({ "requirements.txt": "brick==1.0\nmortar==2.0\n" });
    const { code, out, err } = await ask();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("PyPI's vulnerability feed gave no answer");
    expect(err).not.toContain("No known vulnerabilities found");
  });

  it("names an address that is not asked", async () => {
    put({ "requirements.txt": "brick==1.0\n" });
    index.set("/pypi/brick/1.0/json", { vulnerabilities: [] });
    const { code, err } = await ask("--osv-url", query());
    expect([code, osv.requests]).toEqual([0, []]);
    expect(err).toContain("WARNING:pyward:--osv-url is not asked: -s pypi chooses another service");
  });
});
