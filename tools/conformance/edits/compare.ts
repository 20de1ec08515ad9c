// Edits real manifests, each package of each by itself and all at once, and looks whether only what was planned has changed: see README.md.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { editFiles, type EditedFile } from "../../../packages/pyward/src/edit-files.ts";
import { memoryTree } from "../../../packages/pyward/src/host/memory/index.ts";
import type { Dependency, Edit, Inventory, VersionChange } from "../../../packages/pyward/src/model/index.ts";
import { SOURCES } from "../../../packages/pyward/src/sources/registry.ts";
import type { Source } from "../../../packages/pyward/src/sources/shared/source.ts";
import { admits, breachesOfBytes, isLowAdmitted, releaseOf } from "./judge.ts";

/** `written`: where the files with all packages changed are put, for the real tools to read. */
const [folder = ".", written = null] = process.argv.slice(2);
const SETTINGS = { workingDirectory: "" };
const EDITED = ["requirements-txt", "pyproject", "setup-cfg", "pipfile", "script"];
const TO = "97.3";
const counts = new Map<
  string,
  { files: number; packages: number; edits: number; left: number; differences: number }
>();
const reasons = new Map<string, number>();
/** What a project has in two releases is one file. */
const known = new Set<string>();

for (const project of readdirSync(folder).toSorted()) await compareProject(join(folder, project));
for (const [id, { files, packages, edits, left, differences }] of counts)
  console.log(
    `${id}: ${files} files, ${packages} packages, ${edits} edits, ${left} left: ${differences} differences`,
  );
for (const [reason, count] of [...reasons].toSorted((a, b) => b[1] - a[1]))
  console.log(`  left ${count}: it ${reason}`);
const all = [...counts.values()];
console.log(
  `${all.reduce((sum, { files }) => sum + files, 0)} real files: ${all.reduce((sum, { differences }) => sum + differences, 0)} differences`,
);
process.exitCode = all.every(({ differences }) => differences === 0) ? 0 : 1;

async function compareProject(root: string): Promise<void> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const files = Object.fromEntries(
    paths.map((path) => [path, new Uint8Array(readFileSync(join(root, path)))]),
  );
  for (const path of paths) {
    const cut = path.lastIndexOf("/");
    const claim = { name: path.slice(cut + 1), folder: path.slice(0, Math.max(0, cut)) };
    const entry = SOURCES.find(({ meta }) =>
      path.endsWith(".py") ? meta.id === "script" : EDITED.includes(meta.id) && meta.claims(claim),
    );
    const key = `${claim.name} ${Buffer.from(files[path] ?? []).toString("base64")}`;
    if (known.has(key)) continue;
    known.add(key);
    if (entry !== undefined) await compareFile(await entry.load(), { root, path, files });
  }
}

interface Place {
  readonly root: string;
  readonly path: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

async function compareFile(source: Source, place: Place): Promise<void> {
  const { id } = source.meta;
  const count = counts.get(id) ?? { files: 0, packages: 0, edits: 0, left: 0, differences: 0 };
  counts.set(id, count);
  const before = await source.read(memoryTree(place.files), { path: place.path }, SETTINGS);
  if (before.dependencies.length === 0) return;
  count.files++;
  const changes = before.dependencies.map(({ name, version }) => ({
    name,
    from: version,
    to: TO,
    release: releaseOf(TO),
  }));
  for (const group of [...changes.map((change) => [change]), changes]) {
    for (const isHeld of [false, true]) {
      const asked = group.map((change): VersionChange => (isHeld ? { ...change, isHeld } : change));
      const answer = await source.edit?.({
        tree: memoryTree(place.files),
        target: { path: place.path },
        settings: SETTINGS,
        changes: asked,
      });
      if (answer === undefined) throw new Error(`${id} edits nothing`);
      const breaches = await judge(source, place, {
        before,
        changes: asked,
        edits: answer.edits,
        made: new Set(answer.made),
        isWritten: group === changes && !isHeld,
      });
      for (const breach of breaches) console.error(`${place.root}/${place.path}: ${breach}`);
      count.differences += breaches.length;
      if (group.length > 1) continue;
      count.packages++;
      count.edits += answer.edits.length;
      count.left += answer.left.length;
      for (const { reason } of answer.left) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
}

interface Made {
  readonly before: Inventory;
  readonly changes: readonly VersionChange[];
  readonly edits: readonly Edit[];
  readonly made: ReadonlySet<string>;
  /** All packages at once, with no lock beside. */
  readonly isWritten: boolean;
}

/** What is wrong with the edits; empty: nothing. */
async function judge(
  source: Source,
  { root, path, files }: Place,
  { before, changes, edits, made, isWritten }: Made,
): Promise<readonly string[]> {
  const edited = await editFiles(memoryTree(files), edits);
  const changed = { ...files, ...Object.fromEntries(edited.map((file) => [file.path, file.after])) };
  const after = await source.read(memoryTree(changed), { path }, SETTINGS);
  const breaches = edited.flatMap((file) =>
    breachesOfBytes(
      file,
      edits.filter((edit) => edit.path === file.path),
    ),
  );
  if (isWritten && written !== null) writeProject(join(written, root.slice(folder.length)), files, edited);
  const names = new Set(changes.map(({ name }) => name));
  if (JSON.stringify(others(before, names)) !== JSON.stringify(others(after, names)))
    breaches.push(`${[...names].join(", ")}: something else reads otherwise`);
  for (const { name, from, isHeld } of changes) {
    if (!made.has(name)) continue;
    const mine = after.dependencies.filter(
      (dependency) => dependency.name === name && dependency.pin !== "url",
    );
    const open = mine.filter(({ pin }) => pin !== "exact");
    if (!mine.some((dependency) => admits(dependency, TO))) breaches.push(`${name}: ${TO} is not admitted`);
    if (from !== null && mine.some(({ version }) => version === from))
      breaches.push(`${name}: ${from} is still there`);
    if (isHeld !== true && open.some((dependency) => isLowAdmitted(dependency, mine)))
      breaches.push(`${name}: lower versions are admitted`);
  }
  return breaches;
}

function others({ dependencies, gaps }: Inventory, names: ReadonlySet<string>) {
  const rest = dependencies
    .filter(({ name }) => !names.has(name))
    .map(({ origins, ...dependency }: Dependency) => ({
      ...dependency,
      files: origins.map(({ path }) => path),
    }));
  return { rest, gaps: gaps.map(({ code, reason, name }) => [code, reason, name]) };
}

/** What is edited, over what was edited for other files of the project. */
function writeProject(target: string, files: Place["files"], edited: readonly EditedFile[]): void {
  if (!existsSync(target)) for (const [path, bytes] of Object.entries(files)) put(join(target, path), bytes);
  for (const { path, after } of edited) put(join(target, path), after);
}

function put(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
