import type { EditAnswer, VersionChange } from "../../../model/index.ts";
import { leftAll, madeAll, type Replacement } from "../../shared/lock-edit/changed-lines.ts";
import { readText } from "../../shared/read-text.ts";
import { parseTomlFile } from "../../shared/read-toml.ts";
import type { EditRequest } from "../../shared/source.ts";
import { readLockText, type LockText } from "./locked-text.ts";
import { planLock, type Planned } from "./plan.ts";
import { writePackage } from "./written.ts";

/** Writes the releases of a plan into a lock as uv would; where what uv would write is not certain, all is left to it. */
export async function editLock({ tree, target, changes }: EditRequest): Promise<EditAnswer> {
  const { path } = target;
  const command = commandFor(path, changes);
  const read = await readText(tree, path, "TOML");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, null);
  const toml = parseTomlFile(path, read.text);
  if (toml.kind === "gap") return leftAll(changes, toml.gap.reason, null);
  const lock = readLockText(read.text, toml.file);
  if (lock === null) return leftAll(changes, "it is not laid out as uv writes locks", command);
  const planned = planLock(lock, changes);
  if (typeof planned === "string") return leftAll(changes, planned, command);
  return madeAll({ path, text: read.text }, replacements(lock, planned), changes);
}

/** What uv would do it with. */
function commandFor(path: string, changes: readonly VersionChange[]): readonly string[] {
  const script = path.endsWith(".py.lock") ? ["--script", path.slice(0, -".lock".length)] : [];
  const wanted = changes.flatMap(({ name, to }) =>
    to === null ? [] : ["--upgrade-package", `${name}==${to}`],
  );
  return ["uv", "lock", ...script, ...wanted];
}

/** Blocks are sorted by name, and a blank line parts them. */
function replacements({ blocks }: LockText, { written, removed }: Planned): readonly Replacement[] {
  const stay = blocks.filter(({ name }) => !removed.has(name));
  const known = new Set(stay.map(({ name }) => name));
  const last = stay.at(-1)?.end ?? 0;
  const end = blocks.at(-1)?.end ?? 0;
  const changed = blocks.flatMap((block): Replacement[] => {
    const now = written.get(block.name);
    if (now !== undefined) return [{ start: block.start, end: block.end, text: writePackage(now) }];
    const isGone = removed.has(block.name) && block.start < last;
    return isGone ? [{ start: block.start, end: block.end + 1, text: "" }] : [];
  });
  const added = [...written.values()].filter(({ name }) => !known.has(name));
  const put = Map.groupBy(added, ({ name }) => stay.find((block) => block.name > name)?.start ?? null);
  return [
    ...changed,
    ...[...put].map(([start, packages]): Replacement => {
      const texts = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(writePackage);
      return start === null
        ? { start: end, end, text: texts.map((text) => `\n${text}`).join("") }
        : { start, end: start, text: texts.map((text) => `${text}\n`).join("") };
    }),
    ...(last < end ? [{ start: last, end, text: "" }] : []),
  ];
}
