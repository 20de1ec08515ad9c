import { expect, it } from "vitest";
import { askDistribution } from "./ask-distribution.ts";
import type { AuditedProject, FoundProblem } from "./assemble/audited-project.ts";
import { memoryTree, type MemoryFile } from "./host/memory/index.ts";
import type { OsRelease } from "./model/index.ts";

const record = (id: string, modified: string, fixed: string) =>
  JSON.stringify({
    id,
    modified,
    upstream: ["CVE-2024-0001"],
    affected: [
      {
        package: { ecosystem: "Debian:12", name: "x" },
        ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
      },
    ],
  });

/** One finding about a package of Debian, as much of it as is looked at. */
async function ask(files: Readonly<Record<string, MemoryFile>>, system: OsRelease | undefined) {
  const systemPackage = { manager: "dpkg", name: "x", version: "1-2", fixes: [], system } as const;
  const problem = { id: "PYSEC-1", aliases: ["CVE-2024-0001"] };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a project is not looked at
  const project = { problems: [{ problem, dependency: { systemPackage } }] } as unknown as AuditedProject;
  const data = { tree: memoryTree(files), path: "", title: "data" };
  const { projects, notes } = await askDistribution([project], [data]);
  const statements = projects.flatMap(({ problems }) =>
    problems.flatMap((one: FoundProblem) => one.statements ?? []),
  );
  return [
    statements.map(({ status, version }) => `${status} ${version}`),
    notes.map((note) => note.split(":")[0]),
  ];
}

const debian = { id: "debian", version: "12" };

it.each<
  readonly [
    string,
    Readonly<Record<string, MemoryFile>>,
    OsRelease | undefined,
    readonly string[],
    readonly string[],
  ]
>([
  ["that fixes it", { "a.json": record("D-1", "2026-01-01T00:00:00Z", "1-1") }, debian, ["fixed 1-1"], []],
  [
    "of which a newer one says more",
    {
      "a.json": record("D-1", "2026-01-02T00:00:00Z", "1-3"),
      "b.json": record("D-1", "2026-01-01T00:00:00Z", "1-1"),
    },
    debian,
    ["affected 1-3"],
    [],
  ],
  [
    "of which one is damaged",
    { "a.json": record("D-1", "2026-01-01T00:00:00Z", "1-1"), "b.json": '{"id": "CVE-2024-0001"' },
    debian,
    ["fixed 1-1"],
    ["of the distribution's data in data, 1 cannot be read"],
  ],
  [
    "that is not about it",
    { "a.json": '{"id": "CVE-2024-0009"' },
    debian,
    [],
    ["the distribution's data has no record of Debian"],
  ],
  ["for a system that says no name", {}, undefined, [], ["the distribution's data was not asked"]],
  [
    "for a system that OSV does not know",
    {},
    { id: "arch", version: "" },
    [],
    ["the distribution's data was not asked"],
  ],
])("asks data %s", async (...[, files, system, ...answer]) => {
  expect(await ask(files, system)).toEqual(answer);
});
