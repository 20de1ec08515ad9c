// Holds pyward's reading of what real files mention against tox, PyYAML and shlex: see README.md.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { baseName, type Inventory } from "../../../packages/pyward/src/model/index.ts";
import { dockerfile } from "../../../packages/pyward/src/sources/dockerfile/index.ts";
import { notebook } from "../../../packages/pyward/src/sources/notebook/index.ts";
import { preCommit } from "../../../packages/pyward/src/sources/pre-commit/index.ts";
import { toxIni } from "../../../packages/pyward/src/sources/tox-ini/index.ts";

/** One line of oracle.py. */
interface Answer {
  readonly path: string;
  readonly items?: readonly (readonly [name: string, specifiers: string])[];
  readonly files?: readonly string[];
  readonly error?: string;
  /** Words of commands that a variable stands in, and scripts that the oracle cannot read. */
  readonly computed?: number;
  readonly unread?: number;
}

const SOURCES = {
  "tox.ini": toxIni,
  ".pre-commit-config.yaml": preCommit,
  notebook,
  Dockerfile: dockerfile,
} as const;
type Kind = keyof typeof SOURCES;
const KINDS: readonly Kind[] = ["tox.ini", ".pre-commit-config.yaml", "Dockerfile", "notebook"];
const NOTHING = { files: 0, items: 0, refused: 0, unfounded: 0, differences: 0 };

const [python = "python3", folder = "."] = process.argv.slice(2);
const totals = new Map<
  Kind,
  { files: number; items: number; refused: number; unfounded: number; differences: number }
>();

for (const answer of ask()) await compare(answer);
for (const kind of KINDS) {
  const { files, items, refused, unfounded, differences } = totals.get(kind) ?? NOTHING;
  const only = unfounded === 0 ? "" : `, ${unfounded} that only pyward reads`;
  console.log(
    `${kind}: ${files} files, ${items} requirements${only}, ${refused} files refused: ${differences} differences`,
  );
}
const all = [...totals.values()];
process.exitCode = all.length > 0 && all.every(({ differences }) => differences === 0) ? 0 : 1;

function ask(): readonly Answer[] {
  const run = spawnSync(python, [join(import.meta.dirname, "oracle.py"), folder], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) throw new Error(`${python} failed: ${run.stderr}`);
  if (run.stderr !== "") console.error(run.stderr);
  const lines = run.stdout.trim().split("\n");
  return lines.map((line): Answer => JSON.parse(line));
}

async function compare(answer: Answer): Promise<void> {
  const { path, items = [], files = [], error } = answer;
  const kind = kindOf(baseName(path));
  const total = totals.get(kind) ?? { ...NOTHING };
  totals.set(kind, total);
  total.files++;
  if (error !== undefined) {
    total.refused++;
    console.log(`${path}: refused: ${error}`);
    return;
  }
  const differ = (what: string): void => {
    total.differences++;
    console.log(`${path}: ${what}`);
  };
  const inventory = await SOURCES[kind].read(nodeTree(folder), { path }, { workingDirectory: "" });
  const read = itemsOf(inventory);
  const wanted = new Set(items.map(([item, specifiers]) => `${item} ${specifiers}`));
  total.items += wanted.size;
  for (const item of wanted) if (!read.has(item)) differ(`lost ${item}`);
  for (const item of [...read].filter((one) => !wanted.has(one))) {
    if (!mayBeMore(kind, answer)) differ(`made up ${item}`);
    else {
      total.unfounded++;
      console.log(`${path}: only pyward: ${item}`);
    }
  }
  const open = inventory.gaps.filter(({ code }) => code === "missing-file" || code === "outside-root");
  if (files.length > 0 && inventory.installs.length + open.length === 0) differ(`lost -r ${files.join(" ")}`);
}

function kindOf(name: string): Kind {
  if (name === "tox.ini" || name === ".pre-commit-config.yaml") return name;
  return name.endsWith(".ipynb") ? "notebook" : "Dockerfile";
}

/** A factor that no environment has; a variable, or a script that is more than the oracle reads. */
function mayBeMore(kind: Kind, { computed = 0, unread = 0 }: Answer): boolean {
  return kind === "tox.ini" || computed + unread > 0;
}

function itemsOf({ dependencies }: Inventory): ReadonlySet<string> {
  return new Set(
    dependencies
      .filter(({ pin, source }) => pin !== "url" && source.type === "registry")
      .map(
        ({ name, version, specifiers }) =>
          `${name} ${sorted(version === null ? specifiers : `==${version}`)}`,
      ),
  );
}

function sorted(specifiers: string | null): string {
  return (specifiers ?? "")
    .replaceAll(/[\s()]/g, "")
    .split(",")
    .filter((one) => one !== "")
    .toSorted()
    .join(",");
}
