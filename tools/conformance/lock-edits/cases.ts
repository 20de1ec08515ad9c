// The cases that `make.py` made: a lock before and after a change, and what changed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { memoryTree } from "../../../packages/pyward/src/host/memory/index.ts";
import type { Edit, VersionChange } from "../../../packages/pyward/src/model/index.ts";
import { SOURCES } from "../../../packages/pyward/src/sources/registry.ts";
import type { Source } from "../../../packages/pyward/src/sources/shared/source.ts";
import { openReleases } from "./releases.ts";

export const SETTINGS = { workingDirectory: "" };

export interface Case {
  readonly path: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** `after`: as it is changed with the lock; null: it stays. */
  readonly manifest: { readonly name: string; readonly text: string; readonly after: string | null };
}

export function casesIn(folder: string): readonly Case[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("case.json"))
    .toSorted()
    .map((path) => {
      const place = join(folder, path, "..");
      const { file, manifest } = JSON.parse(readFileSync(join(folder, path), "utf8")) as {
        file: string;
        manifest?: string;
      };
      return {
        path: place,
        file,
        before: readFileSync(join(place, "before"), "utf8"),
        after: readFileSync(join(place, "after"), "utf8"),
        manifest: {
          name: manifest ?? (file === "Pipfile.lock" ? "Pipfile" : "pyproject.toml"),
          text: readFileSync(join(place, "manifest"), "utf8"),
          after: existsSync(join(place, "manifest-after"))
            ? readFileSync(join(place, "manifest-after"), "utf8")
            : null,
        },
      };
    });
}

async function versionsIn(source: Source, file: string, text: string) {
  const { dependencies } = await source.read(memoryTree({ [file]: text }), { path: file }, SETTINGS);
  return Map.groupBy(
    dependencies.filter(({ source: from, own }) => own === null && from.type === "registry"),
    ({ name }) => name,
  );
}

export const sourceOf = async (file: string): Promise<Source> => {
  const entry = SOURCES.find(({ meta }) => meta.claims({ name: file, folder: "" }));
  if (entry === undefined) throw new Error(file);
  return entry.load();
};

const releaseOf = openReleases(process.env["PYWARD_TEST_CACHE"] ?? "");

export async function changesOf(
  source: Source,
  { file, before, after }: Case,
): Promise<readonly VersionChange[]> {
  const [old, now] = [await versionsIn(source, file, before), await versionsIn(source, file, after)];
  const changes: VersionChange[] = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [from, to] = [old.get(name) ?? [], now.get(name) ?? []].map((list) =>
      list.map(({ version }) => version ?? "").toSorted(),
    );
    if (from?.join() === to?.join()) continue;
    const [first = null] = from ?? [];
    if ((to?.length ?? 0) === 0) changes.push({ name, from: first, to: null, release: null });
    if (to?.every((version) => from?.includes(version)) && to.length > 0)
      changes.push({ name, from: first, to: to[0] ?? null, release: await releaseOf(name, to[0] ?? "") });
    for (const version of to ?? []) {
      if (from?.includes(version)) continue;
      const asksReplaced = source.meta.asksReplaced === true && first !== null;
      changes.push({
        ...{ name, from: first, to: version, release: await releaseOf(name, version) },
        ...(asksReplaced ? { replaced: await releaseOf(name, first) } : {}),
      });
    }
  }
  return changes;
}

/** What is written into the manifest at the same time: one edit of all that differs. */
export function alongside({ manifest: { name, text, after } }: Case): readonly Edit[] {
  if (after === null) return [];
  let start = 0;
  while (start < text.length && text[start] === after[start]) start++;
  let tail = 0;
  while (tail < Math.min(text.length, after.length) - start && text.at(-1 - tail) === after.at(-1 - tail))
    tail++;
  const end = text.length - tail;
  const put = after.slice(start, after.length - tail);
  return [{ path: name, span: { start, end }, was: text.slice(start, end), text: put }];
}
