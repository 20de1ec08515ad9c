// `npm run proof [-- ID…] [-- --quick] [-- --write]`: runs the command of every claim (or those named), says which holds, and with --write puts figure and date into
// docs/proof.md. PYTHON (with packaging and pip), ADVISORIES (an OSV zip of PyPI), PEERS (a folder of executables) and KEPT (a folder for tools and caches) name what some need.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, delimiter, join } from "node:path";
import { CHROMIUM } from "../../test/page/chromium.ts";
import { unpackZip } from "./unpack-zip.ts";
import type { Claim } from "./claim.ts";
import { CLAIMS } from "./claims.ts";
import { pageOf, type Outcome } from "./page.ts";

const ROOT = join(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/proof.md");
const NEIGHBOUR = join(ROOT, "../shared/advisories/pypi-2026-07-23.zip");

interface Places {
  readonly python: string;
  readonly advisories: string | null;
  readonly peers: string | null;
  readonly tmp: string;
  /** What a proof may keep for the next run: installed tools, caches. */
  readonly kept: string;
}

async function main(args: readonly string[]): Promise<number> {
  const tmp = mkdtempSync(join(tmpdir(), "pyward-proof-"));
  try {
    const places = { ...placesFrom(process.env), tmp, kept: process.env["KEPT"] ?? tmp };
    const named = args.filter((argument) => !argument.startsWith("--"));
    const chosen = CLAIMS.filter(({ id, isSlow }) =>
      named.length > 0 ? named.includes(id) : !(isSlow && args.includes("--quick")),
    );
    if (places.advisories !== null) await unpackZip(places.advisories, join(tmp, "records"));
    const outcomes = chosen.map((claim) => prove(claim, places));
    if (args.includes("--write"))
      writeFileSync(PAGE, pageOf(CLAIMS, outcomes, readFileSync(PAGE, "utf8"), today()));
    const broken = outcomes.filter(({ state }) => state === "broken").length;
    const skipped = outcomes.filter(({ state }) => state === "skipped").length;
    console.log(`${outcomes.length - broken - skipped} claims hold, ${broken} broken, ${skipped} skipped`);
    return broken === 0 ? 0 : 1;
  } finally {
    rmSync(tmp, { recursive: true, force: true });
  }
}

function placesFrom(environment: NodeJS.ProcessEnv): Omit<Places, "tmp" | "kept"> {
  const named = environment["ADVISORIES"];
  const neighbour = existsSync(NEIGHBOUR) ? NEIGHBOUR : null;
  return {
    python: environment["PYTHON"] ?? "python3",
    advisories: named ?? neighbour,
    peers: environment["PEERS"] ?? null,
  };
}

function prove(claim: Claim, places: Places): Outcome {
  const missing = claim.needs.find((need) => !isThere(need, places));
  if (missing !== undefined) return say({ id: claim.id, state: "skipped", figure: `${missing} not found` });
  let output = "";
  let status: number | null = 0;
  for (const command of claim.commands) ({ output, status } = runCommand(command, places));
  const figure = claim.figure.exec(output)?.[1]?.trim();
  const holds = status === (claim.exit ?? 0) && figure !== undefined;
  const last = output.trim().split("\n").slice(-12).join("\n");
  return say({
    id: claim.id,
    state: holds ? "holds" : "broken",
    figure: holds ? figure : `exit ${status}: ${last}`,
  });
}

function say(outcome: Outcome): Outcome {
  console.log(`${outcome.state.padEnd(8)}${outcome.id}: ${outcome.figure.replaceAll("\n", "\n        ")}`);
  return outcome;
}

/** What lies beside the zip where the data of other days and the workloads are there, too. */
const DAYS = ["pypi-2023-12-23.zip", "pypi-2025-06-30.zip", "../bench/workloads"];

function isThere(need: Claim["needs"][number], { python, advisories, peers }: Places): boolean {
  if (need === "advisories") return advisories !== null;
  if (need === "days")
    return advisories !== null && DAYS.every((file) => existsSync(join(dirname(advisories), file)));
  if (need === "peers") return peers !== null;
  if (need === "chromium") return CHROMIUM !== null;
  if (need === "registry")
    return ["docker-registry", "skopeo", "podman"].every(
      (program) => spawnSync(program, ["--version"]).status === 0,
    );
  if (need === "index") {
    const words = ["-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed", "-q", "packaging"];
    return spawnSync(python, words).status === 0;
  }
  const code =
    need === "pip"
      ? "import pip; assert pip.__version__.startswith('26')"
      : "import packaging; assert packaging.__version__ >= '26.3'";
  return spawnSync(python, ["-c", code]).status === 0;
}

function runCommand(command: string, { python, advisories, peers, tmp, kept }: Places) {
  const filled = command.split(" ").map((word) =>
    word
      .replace("{python}", python)
      .replace("{days}", dirname(advisories ?? ""))
      .replace("{advisories}", advisories ?? "")
      .replace("{records}", join(tmp, "records"))
      .replace("{peers}", peers ?? "")
      .replace("{kept}", kept)
      .replace("{tmp}", tmp),
  );
  const at = filled.indexOf(">");
  const [program = "", ...words] = at === -1 ? filled : filled.slice(0, at);
  const file = at === -1 ? null : openSync(filled[at + 1] ?? "", "w");
  const bin = join(ROOT, "node_modules/.bin");
  const done = spawnSync(program, words, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, NO_COLOR: "1" },
    stdio: ["ignore", file ?? "pipe", "pipe"],
  });
  if (file !== null) closeSync(file);
  return { output: `${done.stdout ?? ""}${done.stderr ?? ""}`, status: done.status };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

process.exitCode = await main(process.argv.slice(2));
