import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../../../../../test/loopback-index.ts";
import { publish } from "../../../../../test/loopback-packages.ts";
import { EXAMPLE_ADVISORIES, putFiles } from "../example-project.ts";
import { runExample } from "../example-run.ts";

let top: string;
let index: LoopbackIndex;
let other: LoopbackIndex;

beforeEach(async () => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-pip-audit-")));
  [index, other] = await Promise.all([loopbackIndex(), loopbackIndex()]);
  publish(index, {
    house: { "1.0": { needs: ["brick", "roof; sys_platform == 'win32'"] } },
    brick: { "1.1": {}, "2.0": {}, "2.0.4": { python: ">=3.12" } },
    roof: { "1.0": {} },
  });
  publish(other, { brick: { "3.0": {} } });
});
afterEach(async () => {
  await Promise.all([index.close(), other.close()]);
  rmSync(top, { recursive: true, force: true });
});

async function pipAudit(argv: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const home = join(top, "home");
  const { code, out, err } = await runExample(
    ["pip-audit", ...argv, "--database", EXAMPLE_ADVISORIES, "-f", "json"],
    {
      cwd: top,
      environment: { HOME: home, PYWARD_HOME: home, PIP_INDEX_URL: index.url, ...environment },
    },
  );
  return { code, err, rows: out === "" ? [] : rowsOf(out) };
}

function rowsOf(out: string): readonly string[] {
  const { dependencies }: { dependencies: { name: string; version?: string; skip_reason?: string }[] } =
    JSON.parse(out);
  return dependencies.map(({ name, version, skip_reason: reason }) => `${name} ${version ?? reason}`);
}

const HERE = ["--python", "3.12", "--platform", "linux"];

describe("without --disable-pip", () => {
  it("what is pinned brings what it needs", async () => {
    putFiles(top, { "requirements.txt": "house==1.0\n" });
    const { code, rows } = await pipAudit(["-r", "requirements.txt", ...HERE]);
    expect([code, rows]).toEqual([0, ["brick 2.0.4", "house 1.0"]]);
  });

  it("every maintained Python and platform counts where none is given", async () => {
    putFiles(top, { "requirements.txt": "house\n" });
    const { code, rows } = await pipAudit(["-r", "requirements.txt"]);
    expect([code, rows]).toEqual([1, ["brick 2.0", "brick 2.0.4", "house 1.0", "roof 1.0"]]);
  });

  it("several files are one request", async () => {
    putFiles(top, { "a.txt": "house\n", "b.txt": "brick<2\n" });
    const { rows } = await pipAudit(["-r", "a.txt", "-r", "b.txt", ...HERE]);
    expect(rows).toEqual(["brick 1.1", "house 1.0"]);
  });

  it("a project's list is resolved for the Pythons that it is for", async () => {
    const list = 'requires-python = ">=3.12"\ndependencies = ["house"]\n';
    putFiles(top, { "pyproject.toml": `[project]\nname = "wall"\n${list}[tool.uv]\nno-index = true\n` });
    const { code, rows } = await pipAudit(["."]);
    expect([code, rows]).toEqual([0, ["brick 2.0.4", "house 1.0", "roof 1.0"]]);
  });

  it("--index-url stands in place of pip's own, --extra-index-url beside it", async () => {
    putFiles(top, { "requirements.txt": "brick\n" });
    const asked = (...words: string[]) => pipAudit(["-r", "requirements.txt", ...HERE, ...words]);
    expect((await asked("--index-url", other.url)).rows).toEqual(["brick 3.0"]);
    expect(index.requests).toEqual([]);
    expect((await asked("--extra-index-url", other.url)).rows).toEqual(["brick 3.0"]);
    expect((await asked()).rows).toEqual(["brick 2.0.4"]);
  });

  it("uv's settings say nothing", async () => {
    putFiles(top, {
      "requirements.txt": "brick\n",
      "home/.config/uv/uv.toml": `index-url = "${other.url}"\n`,
    });
    const { rows } = await pipAudit(["-r", "requirements.txt", ...HERE], { UV_DEFAULT_INDEX: other.url });
    expect([rows, other.requests]).toEqual([["brick 2.0.4"], []]);
  });

  it("an index that only the file names is asked where it is trusted", async () => {
    putFiles(top, { "requirements.txt": `--index-url ${other.url}\nbrick\n` });
    const asked = ["-r", "requirements.txt", ...HERE];
    const { code, rows } = await pipAudit(asked);
    expect([code, rows]).toEqual([1, ["brick no index may be asked what it needs"]]);
    expect([...other.requests, ...index.requests]).toEqual([]);
    expect((await pipAudit([...asked, "--trust-index", other.url])).rows).toEqual(["brick 3.0"]);
  });

  it("where one requirement has a hash, everything that is needed has one", async () => {
    putFiles(top, { "requirements.txt": `house==1.0 --hash=sha256:${"0".repeat(64)}\n` });
    const { code, rows, err } = await pipAudit(["-r", "requirements.txt", ...HERE]);
    expect([code, rows]).toEqual([1, []]);
    expect(err).toContain("ERROR:pip_audit._cli:requirement brick==2.0.4 does not contain a hash");
  });

  it("an index that gives no answer ends the audit", async () => {
    putFiles(top, { "requirements.txt": "house\n" });
    index.set("/simple/brick/", (_, response) => void response.writeHead(403).end());
    const { code, rows, err } = await pipAudit(["-r", "requirements.txt", ...HERE]);
    expect([code, rows, err.includes("No known vulnerabilities")]).toEqual([1, [], false]);
    expect(err).toContain("ERROR:pip_audit._cli:nothing could be resolved: ");
  });

  it("--disable-pip asks nobody", async () => {
    putFiles(top, { "requirements.txt": "house==1.0\n" });
    const { rows } = await pipAudit(["-r", "requirements.txt", "--no-deps", "--disable-pip"]);
    expect([rows, index.requests]).toEqual([["house 1.0"], []]);
  });
});
