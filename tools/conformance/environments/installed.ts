// Compares what pyward finds installed in environments with what importlib.metadata, pip and uv list there.
//
//   node tools/conformance/environments/installed.ts PYTHON FOLDER [odd|real]
//
// PYTHON is CPython 3.11 or newer with venv. Exit code 1: a distribution is lost, invented or of another version.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Inventory } from "../../../packages/pyward/src/model/index.ts";
import { normalizeName, parseVersion } from "../../../packages/pyward/src/python/index.ts";
import { environment } from "../../../packages/pyward/src/sources/environment/index.ts";

/** One line of list_installed.py's output. */
interface Listing {
  readonly id: string;
  readonly folder: string;
  readonly by: string;
  /** Name, version, and the metadata's place in the folder where it is known; the order is that of the module path. */
  readonly listed: readonly (readonly [string, string, string | null])[];
}

async function main([python = "python3", folder = "", ...kinds]: readonly string[]): Promise<number> {
  if (folder === "") throw new Error("usage: installed.ts PYTHON FOLDER [odd|real]");
  let total = 0;
  let differences = 0;
  const seen = new Set<string>();
  for (const listing of ask(python, folder, kinds)) {
    const inventory = await environment.read(
      nodeTree(listing.folder),
      { path: "" },
      { workingDirectory: "" },
    );
    const wanted = new Set(counted(listing));
    // Copies inside of others are no distributions of the environment.
    const installed = inventory.dependencies.filter(({ embeddedIn }) => embeddedIn === null);
    const found = new Set(installed.map(({ name, version }) => `${name} ${canonical(version ?? "")}`));
    const wrong = [
      ...[...wanted.difference(found)].map((one) => `lost ${one}`),
      ...[...found.difference(wanted)].map((one) => `invented ${one}`),
    ].filter((text) => !isMeant(text, listing, inventory));
    seen.add(listing.id);
    total += wanted.size;
    differences += wrong.length;
    console.log(
      `${listing.id.padEnd(20)}${listing.by.padEnd(20)}${String(wanted.size).padStart(4)} distributions`,
    );
    for (const text of wrong) console.log(`  ${text}`);
  }
  console.log(`${seen.size} environments, ${total} distributions, ${differences} differences`);
  return differences === 0 ? 0 : 1;
}

function ask(python: string, folder: string, kinds: readonly string[]): readonly Listing[] {
  const script = join(import.meta.dirname, "list_installed.py");
  const answer = spawnSync(python, ["-B", script, folder, ...kinds], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (answer.status !== 0) throw new Error(`${python} failed: ${answer.stderr}`);
  return answer.stdout
    .trim()
    .split("\n")
    .map((line): Listing => JSON.parse(line));
}

/** What counts of a listing: of a name in several folders the first (importlib.metadata lists all), of an interrupted pip's leftovers nothing. */
function counted({ listed }: Listing): readonly string[] {
  const folders = new Map<string, string>();
  return listed.flatMap(([name, version, path]) => {
    const at = path === null ? "" : path.slice(0, path.lastIndexOf("/") + 1);
    const entry = path === null ? "" : path.slice(path.lastIndexOf("/") + 1);
    const normalized = normalizeName(name);
    const first = folders.get(normalized) ?? at;
    folders.set(normalized, first);
    return entry.startsWith("~") || first !== at || name === ""
      ? []
      : [`${normalized} ${canonical(version)}`];
  });
}

function canonical(version: string): string {
  const parsed = parseVersion(version);
  return parsed.ok ? version.trim().toLowerCase().replace(/^v/, "") : version;
}

/** Of broken metadata pyward keeps the name of the folder: a release, or a gap. */
function isMeant(text: string, { listed }: Listing, { notes, gaps }: Inventory): boolean {
  const name = text.split(" ")[1] ?? "";
  const isListed = listed.some(([other, version]) => normalizeName(other) === name && version !== "");
  return (
    !isListed &&
    [...notes, ...gaps.map(({ origin }) => origin?.path ?? "")].some((said) => said.includes(name))
  );
}

process.exitCode = await main(process.argv.slice(2));
