import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import type { Inventory } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { pipfileLock } from "./index.ts";

const read = (text: string): Promise<Inventory> =>
  pipfileLock.read(memoryTree({ "Pipfile.lock": text }), { path: "Pipfile.lock" }, { workingDirectory: "" });

function scopeOf(section: string): string {
  if (section === "default") return "main";
  return section === "develop" ? "group:dev" : `group:${normalizeName(section)}`;
}

interface Written {
  readonly [section: string]: Readonly<Record<string, { readonly version?: string }>>;
}

test.each(["sections.lock", "git-and-file.lock", "names-and-both-sections.lock"])(
  "accounts for every entry that Pipenv wrote in %s",
  async (name) => {
    const text = readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
    const written: Written = JSON.parse(text);
    const entries = Object.entries(written)
      .filter(([section]) => section !== "_meta")
      .flatMap(([section, packages]) =>
        Object.entries(packages).map(
          ([key, { version }]) => `${scopeOf(section)} ${normalizeName(key)} ${version ?? ""}`,
        ),
      );
    const { dependencies, gaps } = await read(text);
    const found = dependencies.flatMap(({ name: key, version, pin, scopes }) =>
      scopes.map((scope) => {
        const said = pin === "exact" ? `==${version}` : pin === "unpinned" ? "*" : "";
        return `${scope} ${key} ${said}`;
      }),
    );
    expect(gaps).toEqual([]);
    expect(found.toSorted()).toEqual(entries.toSorted());
  },
);

test("the span of a version is what an edit replaces", async () => {
  const text = '{"default": {"flask": {"hashes": [], "version": "==1.0"}}}';
  const span = (await read(text)).dependencies[0]?.origins[0]?.span;
  expect(text.slice(span?.start, span?.end)).toBe("==1.0");
});

test("says which Python the lock is for, and nothing that could forge a line", async () => {
  const lock = (python: string): string =>
    JSON.stringify({ _meta: { requires: { python_version: python } } });
  expect((await read(lock("3.11"))).notes).toEqual(["Pipfile.lock is for Python 3.11"]);
  expect((await read(lock("3.11\nx"))).notes).toEqual([]);
});
