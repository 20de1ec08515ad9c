// Compares what pyward reads from locks of pixi and conda-lock with what rattler and conda-lock read from them: names,
// versions, scopes, platforms, and how many packages nothing maps.
//
//   node tools/conformance/conda/compare.ts PYTHON [SEED] [COUNT]
//
// PYTHON has py-rattler and conda-lock. Exit code 1: there are differences.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Inventory } from "../../../packages/pyward/src/model/index.ts";
import {
  evaluateMarkerPartially,
  normalizeName,
  parseMarker,
  parsePurl,
} from "../../../packages/pyward/src/python/index.ts";
import { condaLock } from "../../../packages/pyward/src/sources/conda-lock/index.ts";
import { pixiLock } from "../../../packages/pyward/src/sources/pixi-lock/index.ts";

/** One package in one environment on one platform, as the peer reads it. */
interface Package {
  readonly environment: string;
  readonly platform: string;
  readonly name: string;
  readonly version: string;
  readonly kind: "pypi" | "conda";
  readonly purls: readonly string[] | null;
}

interface Lock {
  readonly path: string;
  readonly packages: readonly Package[];
}

/** What `sys.platform` and `platform.machine()` are there. */
const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  "linux-64": ["linux", "x86_64"],
  "linux-aarch64": ["linux", "aarch64"],
  "osx-64": ["darwin", "x86_64"],
  "osx-arm64": ["darwin", "arm64"],
  "win-64": ["win32", "AMD64"],
};

const [python = "python3", seed = "1", count = "200"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "pyward-conda-"));
let packages = 0;
let differences = 0;
try {
  const locks = ask();
  for (const lock of locks) await compareLock(lock);
  console.log(`${locks.length} locks, ${packages} packages, ${differences} differences`);
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = differences === 0 ? 0 : 1;

function ask(): readonly Lock[] {
  const script = join(import.meta.dirname, "make_and_read.py");
  const made = spawnSync(python, [script, folder, seed, count], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (made.status !== 0) throw new Error("the locks could not be made");
  return made.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): Lock => JSON.parse(line));
}

async function compareLock(lock: Lock): Promise<void> {
  const source = lock.path.endsWith(".yml") ? condaLock : pixiLock;
  const inventory = await source.read(nodeTree(folder), { path: lock.path }, { workingDirectory: "" });
  packages += lock.packages.length;
  const platforms = new Set(lock.packages.map(({ platform }) => platform));
  // rattler forgets the version of what it builds from a folder, whatever the lock says.
  const built = new Set(
    lock.packages.filter(({ version }) => version === "<dynamic>").map(({ name }) => normalizeName(name)),
  );
  const dependencies = inventory.dependencies.map((one) =>
    built.has(one.name) ? { ...one, version: null } : one,
  );
  const [expected, found] = [expectedOf(lock.packages), foundIn({ ...inventory, dependencies }, platforms)];
  for (const key of new Set([...expected, ...found])) {
    if (expected.has(key) && found.has(key)) continue;
    differences++;
    console.log(`${lock.path}: ${expected.has(key) ? "only the peer" : "only pyward"} has ${key}`);
  }
}

/** `name@version scope platform` for each release that is on PyPI, and one entry for the number of all others. */
function expectedOf(all: readonly Package[]): ReadonlySet<string> {
  const entries = new Set<string>();
  const scopes = new Map<string, Set<string>>();
  const used = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const one of all) {
    const releases = releasesOf(one);
    if (releases.length === 0) others.add(`${one.name} ${one.version}`);
    for (const release of releases) {
      add(scopes, release, one.environment.replace(/^default$|^main$/, "main"));
      add(used, release, one.platform);
    }
  }
  for (const [release, names] of scopes)
    for (const name of names) entries.add(`${release} in ${name === "main" ? name : `group:${name}`}`);
  for (const [release, names] of used) for (const name of names) entries.add(`${release} on ${name}`);
  return entries.add(`${others.size} others`);
}

function releasesOf({ kind, name, version, purls }: Package): readonly string[] {
  if (kind === "pypi")
    return [version === "<dynamic>" ? normalizeName(name) : `${normalizeName(name)}@${version}`];
  return (purls ?? []).flatMap((text) => {
    const purl = parsePurl(text);
    return purl.ok ? `${normalizeName(purl.value.name)}@${purl.value.version ?? version}` : [];
  });
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

function foundIn({ dependencies, gaps }: Inventory, platforms: ReadonlySet<string>): ReadonlySet<string> {
  const entries = new Set<string>();
  for (const { name, version, scopes, marker } of dependencies) {
    const release = version === null ? name : `${name}@${version}`;
    for (const scope of scopes) entries.add(`${release} in ${scope}`);
    const parsed = marker === null ? null : parseMarker(marker);
    for (const platform of platforms) {
      const [sys_platform = "", platform_machine = ""] = VALUES[platform] ?? [];
      const isThere =
        parsed === null ||
        (parsed.ok && evaluateMarkerPartially(parsed.value, { sys_platform, platform_machine }) === true);
      if (isThere) entries.add(`${release} on ${platform}`);
    }
  }
  const counts = gaps.map(({ code, reason }) =>
    code === "conda-unmapped" ? Number.parseInt(reason, 10) : Number.NaN,
  );
  return entries.add(`${counts.reduce((sum, number) => sum + number, 0)} others`);
}
