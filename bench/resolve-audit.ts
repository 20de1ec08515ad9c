// `node bench/resolve-audit.ts PEERS [NAME…]`: real projects that pin nothing, by `pyward audit -r` and by `pip-audit -r`, each a process of its own. Both resolve over the
// default index as it is now, kept on a loopback address, with what an earlier run of theirs has kept; pip-audit asks a service on a loopback address that
// knows no vulnerability. The best of three. KEPT names a folder for what the index said. Of the 25 projects those that pip resolves without building.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { loopbackOsv } from "../test/loopback-osv.ts";
import { PROJECTS } from "../tools/conformance/resolve/projects-list.ts";
import { IndexMirror } from "./index-mirror.ts";

const RUNS = 3;
const BAR = 10;
const USUAL = ["flask", "django", "fastapi", "sphinx", "scrapy", "httpx"];
const PYWARD = join(import.meta.dirname, "../packages/pyward/bin/pyward.js");

interface Place {
  readonly cwd: string;
  readonly home: string;
}

async function main(peers: string, names: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-bench-"));
  const mirror = new IndexMirror(process.env["KEPT"] ?? join(folder, "index"));
  const index = `${await mirror.listen()}/simple/`;
  const service = await loopbackOsv([]);
  service.instead = (_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
    return true;
  };
  const place = { cwd: folder, home: join(folder, "home") };
  mkdirSync(place.home);
  const times: number[] = [];
  try {
    for (const { name, ask } of PROJECTS.filter((one) => names.includes(one.name))) {
      const file = join(folder, `${name}.txt`);
      writeFileSync(file, ask.map((line) => `${line}\n`).join(""));
      const ours = await best(process.execPath, [PYWARD, "audit", file, "--index-url", index], place);
      const asked = ["-r", file, "--index-url", index, "-s", "osv", "--osv-url", `${service.url}v1/query`];
      const theirs = await best(join(peers, "pip-audit"), [...asked, "--progress-spinner", "off"], place);
      times.push(theirs / ours);
      console.log(
        `${name}: ${seconds(ours)}, pip-audit ${seconds(theirs)} (${(theirs / ours).toFixed(0)} ×)`,
      );
    }
  } finally {
    mirror.close();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const least = Math.min(...times);
  console.log(
    `${times.length} projects: at least ${least.toFixed(1)} × faster than pip-audit -r, to be at least ${BAR} ×`,
  );
  process.exitCode = least >= BAR ? 0 : 1;
}

/** The first run keeps what the others find. */
async function best(program: string, words: readonly string[], place: Place): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) times.push(await timed(program, words, place));
  return Math.min(...times.slice(1));
}

/** Milliseconds of a process that ends with a verdict. */
function timed(program: string, words: readonly string[], { cwd, home }: Place): Promise<number> {
  const environment = { PATH: process.env["PATH"], HOME: home, PYWARD_HOME: home };
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, words, { cwd, env: environment });
    let said = "";
    child.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
    child.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      // pip-audit ends with 1 where it could not go on, too: here it has nothing to find.
      const isDone = program === process.execPath ? code === 0 || code === 1 : /No known vuln/.test(said);
      if (isDone) resolve(performance.now() - started);
      else reject(new Error(`${program} ends with ${code}: ${said}`));
    });
  });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

const [peers = "", ...names] = process.argv.slice(2);
await main(peers, names.length === 0 ? USUAL : names);
