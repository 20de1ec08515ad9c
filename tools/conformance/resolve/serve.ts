import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { makeZip } from "../../../test/hostile/make-zip.ts";
import { extrasOf, filesOf, split } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";
import type { Scenario, ScenarioRelease } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";

type Served = Pick<Scenario, "index" | "given">;

/** Indexes on this machine, one a scenario (PEP 691, 700 and 714): `/NUMBER/simple/`; what lies at URLs under `/NUMBER/given/`. */
export function serveScenarios(scenarios: readonly Served[]): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const [, number = "", kind = "", ...rest] = decodeURIComponent(request.url ?? "").split("/");
    const scenario = scenarios[Number(number)];
    const at = `http://${request.headers.host ?? ""}/${number}/given`;
    const found = scenario === undefined ? null : answer(atHome(scenario, at), kind, rest);
    response.writeHead(found === null ? 404 : 200, { "content-type": found?.type ?? "text/plain" });
    response.end(found?.body);
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      done({ server, origin: `http://127.0.0.1:${port}` });
    });
  });
}

/** What lies at URLs lies here, whoever names it. */
function atHome({ index, given = {} }: Served, at: string): Served {
  const moved = Object.entries(given).map(([url, { needs, ...one }]) => {
    const text = needs?.replaceAll("https://files.example", at);
    return [url, { ...one, ...(text === undefined ? {} : { needs: text }) }] as const;
  });
  return { index, given: Object.fromEntries(moved) };
}

interface Answer {
  readonly type: string;
  readonly body: string | Buffer;
}

function answer({ index, given = {} }: Served, kind: string, rest: readonly string[]): Answer | null {
  const [name = "", filename = ""] = rest;
  if (kind === "given") {
    const found = given[`https://files.example/${name}`];
    return found === undefined ? null : { type: "application/octet-stream", body: wheel(found) };
  }
  const releases = index[name];
  if (kind !== "simple" || releases === undefined) return null;
  if (filename === "") return { type: "application/vnd.pypi.simple.v1+json", body: page(name, releases) };
  const version = filename.split("-")[1] ?? "";
  const release = releases[version];
  if (release === undefined || !filename.endsWith(".metadata")) return null;
  return { type: "text/plain", body: metadata(name, version, needsOf(release)) };
}

function page(name: string, releases: Readonly<Record<string, ScenarioRelease>>): string {
  const all = Object.entries(releases).flatMap(([version, release]) => {
    const names = filesOf(name, version, typeof release === "string" ? undefined : release.files);
    return names.map((filename) => ({ version, release, filename }));
  });
  const files = all.map(({ version, release, filename }) => {
    const { python, yanked, date } = typeof release === "string" ? {} : release;
    return {
      filename,
      url: encodeURIComponent(filename),
      // No file is ever fetched, but uv takes files with one hash for one.
      hashes: { sha256: sha256(`${filename} ${JSON.stringify(releases)}`) },
      "core-metadata": { sha256: sha256(metadata(name, version, needsOf(release))) },
      ...(python === undefined ? {} : { "requires-python": python }),
      ...(yanked === undefined ? {} : { yanked: yanked === "" ? true : yanked }),
      ...(date === undefined ? {} : { "upload-time": date }),
    };
  });
  return JSON.stringify({ meta: { "api-version": "1.1" }, name, files, versions: Object.keys(releases) });
}

function needsOf(release: ScenarioRelease): string {
  return typeof release === "string" ? release : (release.needs ?? "");
}

function metadata(name: string, version: string, needs: string): string {
  const lines = ["Metadata-Version: 2.3", `Name: ${name}`, `Version: ${version}`];
  lines.push(...split(needs).map((one) => `Requires-Dist: ${one}`));
  lines.push(...extrasOf(needs).map((extra) => `Provides-Extra: ${extra}`));
  return `${lines.join("\n")}\n`;
}

function wheel({ name, version, needs = "" }: { name: string; version: string; needs?: string }): Buffer {
  const folder = `${name}-${version}.dist-info`;
  const text = "Wheel-Version: 1.0\nGenerator: scenario\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
  return makeZip([
    { name: `${folder}/METADATA`, content: Buffer.from(metadata(name, version, needs)) },
    { name: `${folder}/WHEEL`, content: Buffer.from(text) },
    { name: `${folder}/RECORD`, content: Buffer.alloc(0) },
  ]);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
