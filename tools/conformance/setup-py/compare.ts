// Holds pyward's reading of real setup.py files against CPython's own parser: see README.md.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { normalizeName, parseRequirement } from "../../../packages/pyward/src/python/index.ts";
import { setupPy } from "../../../packages/pyward/src/sources/setup-py/index.ts";

const OPTIONS = ["install_requires", "extras_require", "setup_requires", "tests_require"] as const;
type Option = (typeof OPTIONS)[number];

/** One line of oracle.py. */
interface Answer {
  readonly id: string;
  /** Null: no Python 3. An option is null where it is computed, `maybe` where an unpacked dict may have it. */
  readonly calls:
    | readonly Partial<Record<Option, { readonly value?: unknown; readonly maybe?: true } | null>>[]
    | null;
}

const [python = "python3", folder = "."] = process.argv.slice(2);
const totals = { files: 0, literal: 0, computed: 0, pairs: 0, differences: 0 };

for (const answer of ask()) await compare(answer);
const { files, literal, computed, pairs, differences } = totals;
console.log(
  `${files} files, ${literal} literal lists with ${pairs} requirements, ${computed} computed: ${differences} differences`,
);
process.exitCode = differences === 0 && files > 0 ? 0 : 1;

function ask(): readonly Answer[] {
  const script = join(import.meta.dirname, "oracle.py");
  const run = spawnSync(python, ["-I", script, folder], { encoding: "utf8", maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`${python} failed: ${run.stderr}`);
  const lines = run.stdout.trim().split("\n");
  return lines.map((line): Answer => JSON.parse(line));
}

async function compare({ id, calls }: Answer): Promise<void> {
  if (calls === null) return;
  totals.files++;
  const inventory = await setupPy.read(
    nodeTree(join(folder, id)),
    { path: "setup.py" },
    { workingDirectory: "" },
  );
  const read = new Set(
    inventory.dependencies.flatMap(({ name, scopes }) => scopes.map((scope) => `${scope} ${name}`)),
  );
  const isTaken = inventory.gaps.some(({ code }) => code === "superseded-manifest");
  const isDynamic = inventory.gaps.some(({ code }) => code === "dynamic-metadata");
  const wanted = new Set<string>();
  let isWhole = true;
  let isMaybe = false;
  for (const call of calls) {
    for (const option of OPTIONS) {
      const value = call[option];
      if (value === undefined) continue;
      if (value === null) {
        totals.computed++;
        isWhole = false;
        continue;
      }
      if (value.maybe === true) {
        isWhole = false;
        isMaybe = true;
        continue;
      }
      totals.literal++;
      for (const pair of pairsOf(option, value.value)) wanted.add(pair);
    }
  }
  totals.pairs += wanted.size;
  if (isTaken) return;
  for (const pair of wanted) if (!read.has(pair)) differ(id, `lost ${pair}`);
  if (isWhole) for (const pair of read) if (!wanted.has(pair)) differ(id, `made up ${pair}`);
  // Names that are bound more than once are more than the oracle follows, and may be literal all the same.
  if (!isWhole && !isMaybe && !isDynamic && read.size === 0) differ(id, "a computed list, and no gap");
}

function pairsOf(option: Option, value: unknown): readonly string[] {
  if (option === "extras_require") {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, list]) => {
      const extra = key.split(":", 1)[0] ?? "";
      const scope = extra.trim() === "" ? "main" : `extra:${normalizeName(extra.trim())}`;
      return namesIn(list).map((name) => `${scope} ${name}`);
    });
  }
  const scope = { install_requires: "main", setup_requires: "build", tests_require: "group:test" }[option];
  return namesIn(value).map((name) => `${scope} ${name}`);
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "string") return [];
  return value.split("\n").flatMap((line) => {
    const text = line.replace(/(?:^|\s)#.*$/, "").trim();
    const parsed = parseRequirement(text);
    return text !== "" && parsed.ok ? [normalizeName(parsed.value.name)] : [];
  });
}

function differ(id: string, what: string): void {
  totals.differences++;
  if (totals.differences <= 40) console.log(`${id}: ${what}`);
}
