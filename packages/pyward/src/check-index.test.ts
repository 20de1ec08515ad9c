import { expect, it } from "vitest";
import type { AuditedProject } from "./assemble/audited-project.ts";
import { checkIndex } from "./check-index.ts";
import { SILENT } from "./host/index.ts";
import type { ProjectDependency } from "./inventory/merge-sources.ts";
import { fileOrigin, makeDependency } from "./model/index.ts";
import { USUAL, type PackageIndexes } from "./package-index/open-indexes.ts";
import { parseJsonPage } from "./package-index/page/parse-json.ts";
import { normalizeName, type PackageName } from "./python/index.ts";

const NOW = new Date("2026-11-24T00:00:00Z");

function locked(name: string, url: string | null, more: Partial<ProjectDependency> = {}): ProjectDependency {
  const dependency = makeDependency({
    name: normalizeName(name),
    version: "1.0",
    pin: "exact",
    basis: "locked",
    source: { type: "registry", url },
    origins: [fileOrigin("uv.lock")],
    ...more,
  });
  return { ...dependency, embeddedIn: null, ref: `p1:${name}`, entries: 1 };
}

function projectOf(dependencies: readonly ProjectDependency[]): AuditedProject {
  return {
    id: "p1",
    path: "",
    kind: "project",
    sources: [],
    policy: null,
    image: null,
    display: (path) => path,
    dependencies,
    paths: new Map(),
    needs: new Map(),
    problems: [],
    upgrades: [],
    gaps: [],
    asked: dependencies.length,
    audited: dependencies.length,
    inapplicable: 0,
  };
}

/** Knows what `pages` says, fails for what is null, and remembers what it was asked. */
function indexOf(pages: Readonly<Record<string, object | null>>) {
  const asked: PackageName[] = [];
  const indexes: PackageIndexes = {
    hosts: ["index.example"],
    place: (source) => (source === null || source === "https://index.example/simple" ? USUAL : null),
    metadata: () => Promise.reject(new Error("nobody needs it")),
    project: async (name) => {
      asked.push(name);
      const page = pages[name];
      if (page === undefined) return { kind: "not-found" };
      if (page === null) return { kind: "failed", reason: "index.example: nothing listens there" };
      const url = new URL(`https://index.example/simple/${name}/`);
      const parsed = parseJsonPage(name, url, JSON.stringify({ files: [], ...page }));
      return parsed.kind === "page" ? { kind: "found", pages: [parsed.page], since: null } : parsed;
    },
  };
  return { asked, indexes };
}

it("asks about what comes from the user's own indexes, and tells them no other name", async () => {
  const { asked, indexes } = indexOf({});
  const own = "https://index.example/simple";
  const dependencies = [
    locked("zinc", null),
    locked("brick", own),
    locked("secret", "https://corp.example/simple"),
    locked("repo", null, { source: { type: "git", url: "https://git.example/repo" } }),
    locked("own", null, { own: "project" }),
    locked("range", null, { version: null, pin: "unpinned" }),
  ];
  const { notes } = await checkIndex([projectOf(dependencies)], indexes, {
    now: NOW,
    progress: SILENT,
    advisories: null,
  });
  expect(asked).toEqual(["brick", "zinc"]);
  expect(notes[1]).toMatch(/^3 packages not asked about/);
});

it("makes findings of notices, and gaps of what is missing or does not answer", async () => {
  const file = {
    filename: "brick-1.0.tar.gz",
    url: "f",
    yanked: "bad",
    "upload-time": "2020-01-01T00:00:00Z",
  };
  const { indexes } = indexOf({
    brick: { files: [file] },
    down: null,
    old: { "project-status": { status: "deprecated" } },
  });
  const project = projectOf(["brick", "down", "gone", "old"].map((name) => locked(name, null)));
  const { projects } = await checkIndex([project], indexes, { now: NOW, progress: SILENT, advisories: null });
  expect(projects[0]?.problems.map(({ problem }) => [problem.id, problem.kind])).toEqual([
    ["YANKED-brick-1.0", "yanked"],
    ["DEPRECATED-old", "deprecated"],
  ]);
  expect(projects[0]?.gaps.map(({ name, code, expected }) => [name, code, expected])).toEqual([
    ["down", "unreachable", false],
    ["gone", "not-on-index", false],
    ["old", "not-on-index", false],
  ]);
  expect(projects[0]?.ages?.get("p1:brick")).toEqual({
    uploaded: "2020-01-01T00:00:00Z",
    latest: null,
    latestUploaded: null,
  });
});

it("says how many packages nobody has released for two years", async () => {
  const at = (time: string) => ({
    files: [
      { filename: "x", url: "f" },
      { url: "f", "upload-time": `${time}T00:00:00Z` },
    ],
  });
  const page = (name: string, time: string) => {
    const { files } = at(time);
    return { files: [{ ...files[1], filename: `${name}-1.0.tar.gz` }] };
  };
  const { indexes } = indexOf({
    a: page("a", "2024-11-20"),
    b: page("b", "2019-05-05"),
    c: page("c", "2026-01-01"),
  });
  const project = projectOf(["a", "b", "c"].map((name) => locked(name, null)));
  const { notes } = await checkIndex([project], indexes, { now: NOW, progress: SILENT, advisories: null });
  expect(notes.at(-1)).toBe(
    "2 of 3 packages had no release in two years; the oldest is b, last released on 2019-05-05",
  );
});
