// What `pyward audit --check-index` says of a generated index, beside what was generated; the index speaks JSON, then HTML. A second index, which only the
// audited files name, counts what it is asked.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../test/loopback-index.ts";

const PROGRAM = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const ADVISORIES = join(import.meta.dirname, "../../../test/transcripts/advisories");
const CASES = 300;

/** What is generated of a project, and what has to be said of its release 1.0: kinds of findings, codes of gaps. */
interface Generated {
  readonly name: string;
  readonly page: { readonly "project-status"?: object; readonly files: readonly object[] } | null;
  readonly expected: readonly string[];
}

const STATES = ["active", "archived", "deprecated", "quarantined"] as const;

/** Every combination of a project's state and what it has of the release, in turn. */
function generate(at: number): Generated {
  const name = `made-${at}`;
  const status = STATES[at % 4] ?? "active";
  const has = ["it", "it yanked", "one file yanked", "another", "no page"][Math.floor(at / 4) % 5] ?? "it";
  if (has === "no page") return { name, page: null, expected: ["gap not-on-index"] };
  const yanked = { yanked: `reason <${at}> & "more"` };
  const files = {
    it: [listedSdist(name, "1.0")],
    "it yanked": [listedSdist(name, "1.0", yanked), listedSdist(name, "1.1")],
    "one file yanked": [
      listedSdist(name, "1.0", yanked),
      { filename: `${name.replace("-", "_")}-1.0-py3-none-any.whl`, url: "f", hashes: {} },
    ],
    another: [listedSdist(name, "2.0")],
  }[has];
  const isLacking = has === "another" && status !== "quarantined";
  return {
    name,
    page: { "project-status": { status }, files: files ?? [] },
    expected: [
      ...(status === "active" ? [] : [status]),
      ...(has === "it yanked" ? ["yanked"] : []),
      ...(isLacking ? ["gap not-on-index"] : []),
    ].toSorted(),
  };
}

function asHtml({ page }: Generated): string {
  const escape = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
  const status: unknown = Object.values(page?.["project-status"] ?? {})[0];
  const anchors = (page?.files ?? []).map((file) => {
    const { filename = "", yanked } = Object.fromEntries(Object.entries(file));
    const mark = typeof yanked === "string" ? ` data-yanked="${escape(yanked)}"` : "";
    return `<a href="../../files/${filename}"${mark}>${filename}</a>`;
  });
  return `<!DOCTYPE html><head><meta name="pypi:project-status" content="${String(status)}"></head>${anchors.join("<br>")}`;
}

function serve(index: LoopbackIndex, generated: readonly Generated[], isHtml: boolean): void {
  for (const one of generated) {
    if (one.page === null) continue;
    index.set(
      `/simple/${one.name}/`,
      isHtml
        ? (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end(asHtml(one))
        : one.page,
    );
  }
}

async function audit(folder: string, index: string): Promise<string> {
  const options = ["--check-index", "--index-url", index, "--database", ADVISORIES, "--format", "json"];
  const child = spawn(process.execPath, [PROGRAM, "audit", ".", ...options], {
    cwd: join(folder, "project"),
    env: { HOME: folder, PYWARD_CACHE: mkdtempSync(join(folder, "cache-")) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const piece of child.stdout.setEncoding("utf8")) text += String(piece);
  return text;
}

/** Per package. */
function saidIn(text: string): ReadonlyMap<string, readonly string[]> {
  const report: {
    findings: { package: string; kind: string }[];
    gaps: { name: string | null; code: string }[];
  } = JSON.parse(text);
  const all = [
    ...report.findings.map((one) => ({ name: one.package, what: one.kind })),
    ...report.gaps.map(({ name, code }) => ({ name: name ?? "", what: `gap ${code}` })),
  ];
  const grouped = Map.groupBy(all, ({ name }) => name);
  return new Map([...grouped].map(([name, said]) => [name, said.map(({ what }) => what).toSorted()]));
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-index-"));
  const [own, theirs] = [await loopbackIndex(), await loopbackIndex()];
  const generated = Array.from({ length: CASES }, (_, at) => generate(at));
  mkdirSync(join(folder, "project"));
  const lines = generated.map(({ name }) => `${name}==1.0`);
  const named = [`--index-url ${theirs.url}`, `--extra-index-url ${theirs.url}`];
  writeFileSync(join(folder, "project/requirements.txt"), `${[...named, ...lines].join("\n")}\n`);
  writeFileSync(join(folder, "project/pip.conf"), `[global]\nindex-url = ${theirs.url}\n`);
  const differences: string[] = [];
  for (const isHtml of [false, true]) {
    serve(own, generated, isHtml);
    const said = saidIn(await audit(folder, own.url));
    for (const { name, expected } of generated) {
      const found = said.get(name) ?? [];
      if (found.join() !== expected.join())
        differences.push(`${isHtml ? "HTML" : "JSON"} ${name}: ${found.join()} for ${expected.join()}`);
    }
  }
  for (const line of differences.slice(0, 20)) console.log(line);
  console.log(
    `${CASES} releases in JSON and in HTML: ${differences.length} differences; ${theirs.requests.length} requests to an index that the audited files name`,
  );
  await Promise.all([own.close(), theirs.close()]);
  rmSync(folder, { recursive: true });
  process.exitCode = differences.length + theirs.requests.length === 0 ? 0 : 1;
}

await main();
