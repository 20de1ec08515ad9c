import type { AuditRoot } from "./audit-root.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { databaseGaps, describeDatabase } from "./assemble/database.ts";
import type { FileTree } from "./host/index.ts";
import type { Inventory } from "./model/index.ts";
import { auditCollected, type AuditResult, type AuditSettings } from "./pip-audit/audit-collected.ts";
import { collectInstalled } from "./pip-audit/collect-inventory.ts";
import { collectLocked, lockNamesIn } from "./pip-audit/collect-locked.ts";
import { readProjectList } from "./pip-audit/collect-project.ts";
import { collectPreResolved, type PreResolvedSettings } from "./pip-audit/collect-requirements.ts";
import type { Audited, Collection, Format, LogLine, PipAuditView } from "./pip-audit/model.ts";
import { renderAudited, summaryOf } from "./pip-audit/render.ts";
import type { GivenFile, PipResolving, ResolvedCollection } from "./resolve-like-pip-audit.ts";
import { SOURCES } from "./sources/registry.ts";

export type { Comparison, Pinned } from "./pip-audit/audit-collected.ts";
export type { Audited, Collected, Collection, Format, LogLine, PipAuditView } from "./pip-audit/model.ts";
export type { PipResolving } from "./resolve-like-pip-audit.ts";
export { pythonRepr } from "./pip-audit/python-text.ts";

/** One of pip-audit's modes, with the trees to read. */
export type PipAuditWish =
  | { readonly mode: "environment"; readonly roots: readonly AuditRoot[]; readonly skipEditable: boolean }
  | {
      readonly mode: "pre-resolved";
      readonly files: readonly GivenFile[];
      readonly settings: PreResolvedSettings;
    }
  | {
      readonly mode: "requirements";
      readonly files: readonly GivenFile[];
      readonly how: () => Promise<PipResolving>;
    }
  | {
      readonly mode: "project";
      readonly tree: FileTree;
      readonly shown: string;
      readonly how: () => Promise<PipResolving>;
    }
  | { readonly mode: "locked"; readonly tree: FileTree; readonly shown: string };

/** What was collected; with its sources where they know more than the files: what was resolved. */
export type ReadCollection = Collection & Partial<Pick<ResolvedCollection, "sources">>;

/** Collects what is asked for, in pip-audit's order. */
export async function collectLikePipAudit(wish: PipAuditWish): Promise<ReadCollection> {
  switch (wish.mode) {
    case "environment":
      return collectEnvironments(wish.roots, wish.skipEditable);
    case "pre-resolved": {
      const files = wish.files.map(({ root, shown }) => ({
        tree: root.tree,
        path: root.files[0]?.path ?? "",
        shown,
        display: root.display,
      }));
      return { entries: await collectPreResolved(files, wish.settings), log: [] };
    }
    case "requirements": {
      const { resolveRequirements } = await import("./resolve-like-pip-audit.ts");
      return resolveRequirements(wish.files, await wish.how());
    }
    case "project": {
      const read = await readProjectList(wish.tree, wish.shown);
      if (read.kind === "ended") return read.collection;
      const { resolveProject } = await import("./resolve-like-pip-audit.ts");
      return resolveProject(wish.tree, read.list, await wish.how());
    }
    case "locked":
      return { entries: await collectLocked(wish.tree, wish.shown), log: [] };
  }
}

async function collectEnvironments(roots: readonly AuditRoot[], skipEditable: boolean): Promise<Collection> {
  const inventories: Inventory[] = [];
  for (const root of roots) {
    for (const path of root.environments) inventories.push(await readSource("environment", root, path));
  }
  const notes = inventories.flatMap((inventory) => inventory.notes);
  return {
    entries: collectInstalled(inventories, skipEditable),
    log: notes.map((text) => ({ level: "WARNING", logger: "pyward", text })),
  };
}

async function readSource(kind: string, root: AuditRoot, path: string): Promise<Inventory> {
  const source = await SOURCES.find(({ meta }) => meta.id === kind)?.load();
  if (source === undefined) throw new Error(`no source is called ${kind}`);
  return source.read(root.tree, { path }, { workingDirectory: root.workingDirectory });
}

/** A file or an environment, and the source that reads it. */
export interface SourceTarget {
  readonly kind: string;
  readonly tree: FileTree;
  readonly path: string;
  readonly workingDirectory: string;
}

/** What a wish is about, for the sources that know more of it than pip-audit's reports show. */
export async function sourceTargetsOf(wish: PipAuditWish): Promise<readonly SourceTarget[]> {
  const at = (kind: string, { tree, workingDirectory }: AuditRoot, path: string): SourceTarget => ({
    kind,
    tree,
    path,
    workingDirectory,
  });
  switch (wish.mode) {
    case "environment":
      return wish.roots.flatMap((root) => root.environments.map((path) => at("environment", root, path)));
    case "pre-resolved":
    case "requirements":
      return wish.files.flatMap(({ root }) =>
        root.files.map(({ path }) => at("requirements-txt", root, path)),
      );
    case "project":
      return [{ kind: "pyproject", tree: wish.tree, path: "pyproject.toml", workingDirectory: "" }];
    case "locked": {
      const names = await lockNamesIn(wish.tree);
      return names.map((path) => ({ kind: "pylock-toml", tree: wish.tree, path, workingDirectory: "" }));
    }
  }
}

/** Compares what was collected with the advisories. */
export function auditLikePipAudit({ entries }: Collection, settings: AuditSettings): AuditResult {
  return auditCollected(entries, settings);
}

/** The report, and the line that sums it up. */
export function renderLikePipAudit(audited: Audited, format: Format, view: PipAuditView) {
  return { summary: summaryOf(audited), report: renderAudited(audited, format, view) };
}

/** Days after which the data is too old to call anything clean. */
const MAX_AGE = 180;

/** Which data answers, and whether it is too old to. */
export function describeData(
  database: OpenedDatabase,
  now: Date,
): { readonly lines: readonly LogLine[]; readonly isTooOld: boolean } {
  const known = describeDatabase(database, now);
  if (known === null) return { lines: [], isTooOld: false };
  const old = databaseGaps(database, now, MAX_AGE).map(({ reason }) => line("ERROR", reason));
  const text = `${known.advisories} advisories of the ${known.origin} database, the newest of ${known.modified.slice(0, 10)}`;
  const age = known.stale ? `: it is ${known.ageDays} days old` : "";
  return { lines: [line(known.stale ? "WARNING" : "INFO", text + age), ...old], isTooOld: old.length > 0 };
}

function line(level: LogLine["level"], text: string): LogLine {
  return { level, logger: "pyward", text };
}
