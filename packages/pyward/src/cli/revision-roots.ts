import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { findRepository, type FoundRepository } from "../host/node/index.ts";
import { PywardError } from "../model/index.ts";
import { openRevision, type OpenRevision } from "../open-revision.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import { isInside, posix, remember, shownPath } from "./shown-path.ts";
import type { Wanted } from "./wanted.ts";

type Repository = FoundRepository & { readonly kind: "repository" };

/** Paths of one commit, on the way to an AuditRoot, in the commit's coordinates. */
interface Gathered {
  readonly repository: Repository;
  readonly revision: OpenRevision;
  readonly folders: string[];
  readonly files: { readonly path: string; readonly source: string | null }[];
  readonly environments: string[];
}

/**
 * What is asked for, in the commit that `rev` names of each path's repository. A path need not lie on the disk: it is
 * looked for in the commit. Throws PywardError before anything is audited.
 */
export async function revisionRoots(wanted: Wanted, rev: string, io: Io): Promise<readonly AuditRoot[]> {
  const byTop = new Map<string, Gathered>();
  const nothingNamed = wanted.paths.length === 0 && wanted.requirements.length === 0;
  for (const path of nothingNamed ? ["."] : wanted.paths)
    await gather(path, null, { wanted, rev, io, byTop });
  for (const path of wanted.requirements) await gather(path, "requirements-txt", { wanted, rev, io, byTop });
  const { discovery } = wanted;
  return [...byTop.values()].map((gathered) => ({
    ...auditRoot(gathered, rev, io),
    ...(discovery === undefined ? {} : { discovery: { ...discovery, tracked: true } as const }),
  }));
}

interface Gathering {
  readonly wanted: Wanted;
  readonly rev: string;
  readonly io: Io;
  readonly byTop: Map<string, Gathered>;
}

async function gather(given: string, source: string | null, gathering: Gathering): Promise<void> {
  const { rev, io, byTop, wanted } = gathering;
  if (given === "-") throw new PywardError("usage", "--rev reads a commit, and -r - is not in it");
  const path = realPart(resolve(io.cwd, given));
  const repository = repositoryOf(given, path.existing, wanted.root, io);
  const known = byTop.get(repository.top);
  const opened = known ?? {
    repository,
    revision: openRevision(rev, repository.files),
    folders: [],
    files: [],
    environments: [],
  };
  byTop.set(repository.top, opened);
  const inside = posix(relative(repository.top, path.whole));
  const { tree, commit } = opened.revision;
  const found = await tree.stat(inside);
  if (found.kind !== "found") {
    const why = found.kind === "unreadable" ? `could not be read: ${found.reason}` : "does not exist";
    throw new PywardError("missing-path", `${given} ${why} in ${rev}`, {
      hint: `That is the commit ${commit}.`,
    });
  }
  if (found.entry === "file") opened.files.push({ path: inside, source });
  else if (source !== null) throw new PywardError("usage", `-r wants a file, and ${given} is none in ${rev}`);
  else if ((await tree.stat(inside === "" ? "pyvenv.cfg" : `${inside}/pyvenv.cfg`)).kind === "found")
    opened.environments.push(inside);
  else opened.folders.push(inside);
}

/** A path with the links of the part of it that lies on the disk followed. */
function realPart(absolute: string): { readonly existing: string; readonly whole: string } {
  for (let at = absolute; ; at = dirname(at)) {
    if (!existsSync(at) && dirname(at) !== at) continue;
    const existing = realpathSync(at);
    return { existing, whole: join(existing, relative(at, absolute)) };
  }
}

function repositoryOf(given: string, path: string, root: string | null, io: Io): Repository {
  const limit = root === null ? null : realpathSync(resolve(io.cwd, root));
  const found = findRepository(path, { limit, isHere: false });
  if (found.kind === "repository") return found;
  if (found.kind === "none") throw new PywardError("usage", `--rev: ${given} is in no git repository`);
  throw new PywardError("usage", `--rev: ${found.reason}`, {
    hint: "--root DIR allows what lies in DIR; or name the repository itself",
  });
}

function auditRoot(
  { repository, revision, folders, files, environments }: Gathered,
  rev: string,
  io: Io,
): AuditRoot {
  const { top, isBare } = repository;
  const cwd = realpathSync(io.cwd);
  const whole = (inside: string): string => join(top, inside);
  const display = remember((inside) => shownPath(whole(inside), isBare ? top : cwd, top));
  const place = shownPath(top, cwd, dirname(top));
  return {
    tree: revision.tree,
    // As it lies on the disk: who audits the past does so under the policy of today.
    ...(isBare ? {} : { place: top }),
    folders,
    files,
    environments,
    workingDirectory: isInside(cwd, top) && !isBare ? posix(relative(top, cwd)) : "",
    display,
    met: () => {
      const { gaps, submodules } = revision.met();
      const disk = isBare ? "" : ", not as it lies on the disk";
      const read = `${place} was read as of commit ${revision.commit} (${rev})${disk}`;
      const left = submodules.map(
        ({ path, commit }) =>
          `the submodule ${display(path)} was not audited: its commit ${commit} is in another repository`,
      );
      return { gaps, notes: [read, ...revision.notes, ...left] };
    },
  };
}
