// What pyward lists in a bill of materials it reads back from it: the same releases, the same copies inside of them, the same graph.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { audit } from "../../packages/pyward/src/audit.ts";
import { SILENT } from "../../packages/pyward/src/host/index.ts";
import { memoryTree } from "../../packages/pyward/src/host/memory/index.ts";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { DEFAULT_POLICY } from "../../packages/pyward/src/policy/index.ts";
import { REPORTS } from "../../packages/pyward/src/reports/registry.ts";

const SOURCES = join(import.meta.dirname, "../../packages/pyward/src/sources");
const KINDS = ["uv-lock", "poetry-lock", "pdm-lock", "pipfile-lock", "pylock-toml", "requirements-txt"];
const VIEW = { width: 80, color: false, verbose: false };

const fixtures = KINDS.flatMap((kind) =>
  readdirSync(join(SOURCES, kind, "fixtures"), { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".expected.json"))
    .map(({ name }) => [kind, name] as const),
);

const bills = await Promise.all(
  REPORTS.filter(({ meta }) => meta.isBillOfMaterials).map(async ({ meta, load }) => ({
    meta,
    reporter: await load(),
  })),
);

/** What a file lists, without advisories. `source` null: known by its content. */
async function list(path: string, text: string, source: string | null): Promise<Report> {
  const tree = memoryTree({ [path]: text });
  const display = (inside: string): string => inside;
  const folders: readonly string[] = [];
  const root = { tree, folders, files: [{ path, source }], environments: [], workingDirectory: "", display };
  return audit({
    roots: [root],
    targets: [],
    policy: DEFAULT_POLICY,
    allowGaps: [],
    exitZero: false,
    maxDbAge: 0,
    database: { index: null, reason: null },
    now: new Date("2026-11-24T00:00:00Z"),
    toolVersion: "0",
    progress: SILENT,
  });
}

/** Releases by what tells them apart; the project's own code is none. A path means nothing elsewhere and reads as the index. */
function releasesIn({ dependencies, gaps }: Report) {
  const own = new Set(gaps.filter(({ code }) => code === "own-code").map(({ name }) => name));
  const listed = dependencies.filter(({ name, source }) => source.type !== "path" || !own.has(name));
  const names = new Map(listed.map((one) => [one.ref, identityOf(one)]));
  const releases = listed.map((one) => ({
    release: identityOf(one),
    in: names.get(one.embeddedIn ?? "") ?? null,
    needs: [...new Set((one.dependsOn ?? []).flatMap((ref) => names.get(ref) ?? []))].toSorted(),
  }));
  // The same release of two indexes is one: which index it was is a property and no part of a package URL.
  return [...new Set(releases.map((release) => JSON.stringify(release)))].toSorted();
}

function identityOf({ name, version, source }: Report["dependencies"][number]): string {
  const url = source.type === "git" || source.type === "url" ? (source.url ?? "") : "";
  // A tag or branch is no part of a repository, and is not read from a package URL.
  const supply = url.replace(/\.git@.*$/, ".git");
  return `${name}@${version ?? ""} ${/^(?:https?|ssh|git):/.test(supply) ? supply : ""}`;
}

const versions = bills.flatMap(({ meta, reporter }) =>
  (meta.versions ?? [""]).map((version) => [`${meta.id}@${version}`, reporter, version] as const),
);

test.each(versions)("%s of every lock and requirements file", async (_, reporter, version) => {
  let releases = 0;
  for (const [kind, name] of fixtures) {
    const text = readFileSync(join(SOURCES, kind, "fixtures", name), "utf8");
    const before = await list(name, text, kind);
    if (before.dependencies.length === 0) continue;
    const bill = reporter.render(before, { ...VIEW, version });
    const ending = reporter.meta.mediaType.endsWith("xml") ? "bom.xml" : "bom.json";
    const after = await list(ending, bill, null);
    const expected = releasesIn(before);
    if (expected.length === 0) continue;
    expect({ name, releases: releasesIn(after) }).toEqual({ name, releases: expected });
    releases += expected.length;
  }
  expect(releases).toBeGreaterThan(300);
});
