// What pyward writes of each package of real locks, at the release that stands there: the same bytes, or left to the tool. Each package is moved away in the
// text first (its version, and nothing else), so that the release has to be written anew.
//
//     node tools/conformance/lock-edits/real.ts FOLDER [SOURCE…]
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryTree } from "../../../packages/pyward/src/host/memory/index.ts";
import type { Dependency, Edit, Release } from "../../../packages/pyward/src/model/index.ts";
import { SOURCES } from "../../../packages/pyward/src/sources/registry.ts";
import type { Source } from "../../../packages/pyward/src/sources/shared/source.ts";
import { SETTINGS } from "./cases.ts";
import { openReleases } from "./releases.ts";

const [folder = "", ...kinds] = process.argv.slice(2);
/** Of one lock; a real one has hundreds of packages. */
const MOST = Number(process.env["MOST"] ?? 25);
const AWAY = "0.0.0.1";
const releaseOf = openReleases(process.env["PYWARD_TEST_CACHE"] ?? "");
const known = new Set<string>();
const counts = new Map<string, { locks: number; same: number; left: number; newer: number; wrong: number }>();
const reasons = new Map<string, number>();

for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()) {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const found = SOURCES.find(({ meta }) => meta.role === "lock" && meta.claims({ name, folder: "" }));
  if (found === undefined || (kinds.length > 0 && !kinds.includes(found.meta.id))) continue;
  const source = await found.load();
  const text = readFileSync(join(folder, path), "utf8");
  if (source.edit === undefined || known.has(text)) continue;
  known.add(text);
  await compareLock({ source, file: name, path, text });
}

for (const [id, { locks, same, left, newer, wrong }] of counts)
  console.log(
    `${id}: ${locks} locks, ${same} packages the same byte for byte, ${left} left to the tool, ${newer} with other files in the index now, ${wrong} different`,
  );
if (process.env["VERBOSE"])
  for (const [reason, times] of [...reasons].toSorted((a, b) => b[1] - a[1]).slice(0, 30))
    console.log(`  ${times} × ${reason}`);
const all = [...counts.values()];
const sum = (key: "locks" | "same" | "left" | "wrong"): number =>
  all.reduce((total, count) => total + count[key], 0);
console.log(
  `${sum("locks")} real locks: ${sum("same")} packages the same byte for byte, ${sum("left")} left to the tool, ${sum("wrong")} different`,
);
process.exitCode = sum("wrong") === 0 ? 0 : 1;

interface Lock {
  readonly source: Source;
  readonly file: string;
  readonly path: string;
  readonly text: string;
}

async function compareLock({ source, file, path, text }: Lock): Promise<void> {
  const tree = memoryTree({ [file]: text });
  const { dependencies } = await source.read(tree, { path: file }, SETTINGS);
  const packages = dependencies.filter(isMovable);
  const count = counts.get(source.meta.id) ?? { locks: 0, same: 0, left: 0, newer: 0, wrong: 0 };
  counts.set(source.meta.id, count);
  if (packages.length === 0) return;
  count.locks++;
  const step = Math.max(1, Math.ceil(packages.length / MOST));
  for (const dependency of packages.filter((_, at) => at % step === 0)) {
    const outcome = await compareOne({ source, file, path, text }, dependency);
    count[outcome]++;
  }
}

/** Its version stands in the text once, where an edit would replace it. */
function isMovable({ version, source, pin, own, origins }: Dependency): boolean {
  const isPlain = version !== null && source.type === "registry" && pin === "exact" && own === null;
  return isPlain && origins.length === 1 && origins[0]?.span !== null;
}

type Outcome = "same" | "left" | "newer" | "wrong";

async function compareOne(
  { source, file, path, text }: Lock,
  { name, version, origins, hashes }: Dependency,
): Promise<Outcome> {
  const span = origins[0]?.span ?? null;
  if (span === null || version === null) return "left";
  const written = text.slice(span.start, span.end);
  const moved = text.slice(0, span.start) + written.replace(version, AWAY) + text.slice(span.end);
  const release = await releaseOf(name, version);
  const answer = await source.edit?.({
    tree: memoryTree({ [file]: moved }),
    target: { path: file },
    settings: SETTINGS,
    changes: [{ name, from: AWAY, to: version, release, replaced: release }],
  });
  if (answer === undefined || answer.left.length > 0) {
    const reason = (answer?.left[0]?.reason ?? "").replaceAll(name, "NAME").replaceAll(version, "VERSION");
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    return "left";
  }
  if (applied(moved, answer.edits) === text) return "same";
  // Releases get wheels for new Pythons and systems years later.
  if (hasOtherFiles(release, hashes)) return "newer";
  console.log(`DIFFERENT ${path}: ${name} ${version}`);
  if (process.env["VERBOSE"])
    console.log(
      answer.edits
        .map(({ was, text: put }) => `- ${was}+ ${put}`)
        .join("")
        .slice(0, 1500),
    );
  return "wrong";
}

function hasOtherFiles(release: Release | null, hashes: Dependency["hashes"]): boolean {
  const now = release?.files.flatMap((file) => file.hashes) ?? [];
  const before = new Set(hashes);
  return (
    hashes.some((hash) => !now.includes(hash)) ||
    now.some((hash) => hash.startsWith("sha256:") && !before.has(hash))
  );
}

function applied(text: string, edits: readonly Edit[]): string {
  return edits
    .toReversed()
    .reduce(
      (result, { span, text: put }) => result.slice(0, span.start) + put + result.slice(span.end),
      text,
    );
}
