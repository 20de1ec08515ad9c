import { expect, it } from "vitest";
import { found, one, readParts, SITE } from "../../../test/laws/images.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { openIndex } from "./advisory-index/index.ts";
import { auditInterpreters } from "./audit-interpreters.ts";
import { auditProject } from "./audit-project.ts";
import type { FileTree } from "./host/index.ts";
import { memoryTree } from "./host/memory/index.ts";
import { distribution, layoutOf } from "./image/make-image.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import type { ReportTarget } from "./model/index.ts";
import type { ReadProject } from "./read-projects.ts";

const REPOSITORY = "https://github.com/python/cpython";
const git = (events: readonly object[], versions: readonly string[]): object => ({
  ranges: [{ type: "GIT", repo: REPOSITORY, events }],
  versions,
});
const record = (id: string, affected: object, more: object = {}) => ({
  kind: "record" as const,
  file: id,
  value: { id, modified: "2026-11-20T00:00:00Z", affected: [affected], ...more },
});

const LISTED = record("PSF-2026-1", git([{ introduced: "0" }, { fixed: "a1" }], ["v3.11.4", "v3.12.1"]));
const WITHDRAWN = record("PSF-2026-2", git([{ introduced: "0" }], ["v3.11.4"]), {
  withdrawn: "2026-11-21T00:00:00Z",
});
const COMMITS = record("PSF-2026-3", git([{ introduced: "0" }, { fixed: "a1" }], []));

async function audited(
  project: Pick<ReadProject, "kind" | "path" | "sources"> & { readonly tree: FileTree },
  records: readonly ReturnType<typeof record>[],
  targets: readonly ReportTarget[] = [],
) {
  const now = new Date("2026-11-24T00:00:00Z");
  const { bytes } = await buildIndex(records, { now });
  const index = openIndex(memorySource(bytes));
  const { tree, ...rest } = project;
  const root = {
    tree,
    folders: [],
    files: [],
    environments: [],
    workingDirectory: "",
    display: (path: string) => path,
  };
  const read = { root, image: null, ...rest };
  const before = { ...auditProject("p1", read, () => ({ kind: "nothing" }), targets), policy: null };
  const { projects, notes } = await auditInterpreters([before], [read], { index, targets, now });
  const [after = before] = projects;
  return {
    problems: after.problems.map(({ problem, dependency }) => `${problem.id} ${dependency.ref}`),
    gaps: after.gaps.map(({ code, name }) => `${code} ${name}`),
    places: after.dependencies.flatMap(({ origins, name }) =>
      name === "cpython" ? origins.map(({ path }) => path) : [],
    ),
    coverage: [after.asked, after.audited],
    notes,
  };
}

const venv = (
  version: string,
): { kind: "environment"; path: string; sources: ReadSource[]; tree: FileTree } => ({
  kind: "environment",
  path: "venv",
  sources: [],
  tree: memoryTree({ "venv/pyvenv.cfg": `version = ${version}\n` }),
});

it("an environment's Python is affected where a record lists its tag", async () => {
  expect(await audited(venv("3.11.4"), [LISTED, WITHDRAWN])).toEqual({
    problems: ["PSF-2026-1 p1:cpython@3.11.4"],
    gaps: [],
    places: ["venv/pyvenv.cfg"],
    coverage: [1, 1],
    notes: [],
  });
  expect(await audited(venv("3.11.5"), [LISTED, WITHDRAWN])).toMatchObject({
    problems: [],
    coverage: [1, 1],
  });
});

it("what only commits tell is neither found nor clean", async () => {
  expect(await audited(venv("3.11.4"), [LISTED, COMMITS])).toMatchObject({
    problems: ["PSF-2026-1 p1:cpython@3.11.4"],
    gaps: ["malformed-advisory cpython"],
    coverage: [1, 0],
  });
});

it("a release line is not a release", async () => {
  expect(await audited(venv("3.11"), [LISTED])).toMatchObject({ problems: [], coverage: [0, 0] });
  expect((await audited(venv("3.11"), [LISTED])).notes).toHaveLength(1);
  const declared = { kind: "project", path: "", sources: [], tree: memoryTree({}) } as const;
  const targets = ["3.11", "3.12.1"].map((python) => ({ python, platform: null }));
  expect(await audited(declared, [LISTED], targets)).toMatchObject({
    problems: ["PSF-2026-1 p1:cpython@3.12.1"],
    notes: [
      "the Python itself (--python 3.11) was not compared with its advisories: no exact version was declared",
    ],
  });
});

it("nothing is asked of the Python where no record is about one", async () => {
  const other = record("PYSEC-2026-1", {
    package: { ecosystem: "PyPI", name: "cpython" },
    versions: ["3.11.4"],
  });
  expect(await audited(venv("3.11.4"), [other])).toMatchObject({ problems: [], coverage: [0, 0], notes: [] });
});

it("an image's Pythons are told by their headers; that of the distribution is its own affair", async () => {
  const header = '#define PY_VERSION "3.12.1"\n';
  const read = await readParts(
    layoutOf([
      one([
        ...distribution(SITE, "brick", "1.0"),
        ...distribution("usr/lib/python3/dist-packages", "tile", "1.0"),
        { path: "usr/local/include/python3.12/patchlevel.h", content: header },
        { path: "usr/include/python3.12/patchlevel.h", content: header },
        { path: "usr/lib/os-release", content: "ID=debian\n" },
      ]),
    ]),
  );
  expect(found(read)).toHaveLength(2);
  const [image] = read.images;
  const { tree = memoryTree({}), sources = [] } = image ?? {};
  const answer = await audited({ kind: "image", path: "", sources, tree }, [LISTED]);
  expect(answer).toMatchObject({
    problems: ["PSF-2026-1 p1:cpython@3.12.1"],
    places: ["usr/local/include/python3.12/patchlevel.h"],
  });
  expect(answer.notes).toEqual([
    "the Python itself (usr) was not compared with its advisories: the distribution mends it under the old version",
  ]);
});

it("a Python that its developers have ended is a problem of its own, to the release where that is told", async () => {
  expect(await audited(venv("3.9.1"), [])).toEqual({
    problems: ["END-OF-LIFE-cpython-3.9 p1:cpython@3.9.1"],
    gaps: [],
    places: ["venv/pyvenv.cfg"],
    // Nothing about it was compared.
    coverage: [0, 0],
    notes: [],
  });
  expect(
    await audited(venv("3.9.1"), [record("PSF-2026-1", git([{ introduced: "0" }], ["v3.9.0"]))]),
  ).toMatchObject({
    problems: ["PSF-2026-1 p1:cpython@3.9.1", "END-OF-LIFE-cpython-3.9 p1:cpython@3.9.1"],
    coverage: [1, 1],
  });
  expect(await audited(venv("3.9"), [])).toMatchObject({
    problems: ["END-OF-LIFE-cpython-3.9 p1:cpython@3.9"],
  });
  expect(await audited(venv("3.12.1"), [])).toMatchObject({ problems: [], places: [] });
});

it("a folder of packages tells the release line; a distribution's Python ends when the distribution says", async () => {
  const read = await readParts(
    layoutOf([
      one([
        ...distribution("usr/local/lib/python3.8/site-packages", "brick", "1.0"),
        ...distribution("usr/lib/python3.9/site-packages", "tile", "1.0"),
        ...distribution("opt/pypy/lib/pypy3.8/site-packages", "wall", "1.0"),
        { path: "etc/os-release", content: "ID=rocky\n" },
      ]),
    ]),
  );
  const [image] = read.images;
  const { tree = memoryTree({}), sources = [] } = image ?? {};
  expect(await audited({ kind: "image", path: "", sources, tree }, [])).toEqual({
    problems: ["END-OF-LIFE-cpython-3.8 p1:cpython@3.8"],
    gaps: [],
    places: ["usr/local/lib/python3.8/site-packages"],
    coverage: [3, 0],
    notes: [
      "Python 3.9 (usr): its developers ended security fixes with 2025-10; whether the distribution makes them is its own affair",
    ],
  });
});
