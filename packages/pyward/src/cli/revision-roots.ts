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
interface Gathered<Opened extends OpenRevision> {
  readonly repository: Repository;
  readonly revision: Opened;
  readonly folders: string[];
  readonly files: { readonly path: string; readonly source: string | null }[];
  readonly environments: string[];
}

/**
 * What is asked for, in the commit that `rev` names of each path's repository. A path need not lie on the disk: it is
 * looked for in the commit. Throws PywardError before anything is audited.
 */
export async function revisionRoots(wanted: Wanted, rev: string, io: Io): Promise<readonly AuditRoot[]> {
  const asked = { rev, open: (files: Files) => openRevision(rev, files), option: "--rev: ", mayLack: false };
  return (await rootsAt(wanted, asked, io)).map(({ root }) => root);
}

type Files = Repository["files"];

/** Which commit of a repository is read. */
export interface AskedRevision<Opened extends OpenRevision> {
  /** As people call it. */
  readonly rev: string;
  open(files: Files): Opened;
  /** Before what is said of it in errors. */
  readonly option: string;
  /** A path that the commit does not have is left out, for a change may have brought it. */
  readonly mayLack: boolean;
}

/** What is asked for of one repository. */
export interface RootAt<Opened extends OpenRevision> {
  readonly root: AuditRoot;
  readonly opened: Opened;
  /** Absolute: what the paths of the commit are relative to. */
  readonly top: string;
}

/** The same for any way to choose the commit, each with what was opened. */
export async function rootsAt<Opened extends OpenRevision>(
  wanted: Wanted,
  asked: AskedRevision<Opened>,
  io: Io,
): Promise<readonly RootAt<Opened>[]> {
  const byTop = new Map<string, Gathered<Opened>>();
  const nothingNamed = wanted.paths.length === 0 && wanted.requirements.length === 0;
  for (const path of nothingNamed ? ["."] : wanted.paths)
    await gather(path, null, { wanted, asked, io, byTop });
  for (const path of wanted.requirements)
    await gather(path, "requirements-txt", { wanted, asked, io, byTop });
  const { discovery } = wanted;
  return [...byTop.values()].map((gathered) => ({
    root: {
      ...auditRoot(gathered, asked.rev, io),
      ...(discovery === undefined ? {} : { discovery: { ...discovery, tracked: true } as const }),
    },
    opened: gathered.revision,
    top: gathered.repository.top,
  }));
}

interface Gathering<Opened extends OpenRevision> {
  readonly wanted: Wanted;
  readonly asked: AskedRevision<Opened>;
  readonly io: Io;
  readonly byTop: Map<string, Gathered<Opened>>;
}

async function gather<Opened extends OpenRevision>(
  given: string,
  source: string | null,
  gathering: Gathering<Opened>,
): Promise<void> {
  const { asked, io, byTop, wanted } = gathering;
  const { rev } = asked;
  if (given === "-") throw new PywardError("usage", `${asked.option}a commit is read, and -r - is not in it`);
  const path = realPart(resolve(io.cwd, given));
  const repository = repositoryOf(given, path.existing, { root: wanted.root, option: asked.option, io });
  const known = byTop.get(repository.top);
  const opened = known ?? {
    repository,
    revision: asked.open(repository.files),
    folders: [],
    files: [],
    environments: [],
  };
  byTop.set(repository.top, opened);
  const inside = posix(relative(repository.top, path.whole));
  const { tree, commit } = opened.revision;
  const found = await tree.stat(inside);
  if (found.kind === "missing" && asked.mayLack) return;
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

interface Limits {
  readonly root: string | null;
  readonly option: string;
  readonly io: Io;
}

function repositoryOf(given: string, path: string, { root, option, io }: Limits): Repository {
  const limit = root === null ? null : realpathSync(resolve(io.cwd, root));
  const found = findRepository(path, { limit, isHere: false });
  if (found.kind === "repository") return found;
  if (found.kind === "none") throw new PywardError("usage", `${option}${given} is in no git repository`);
  throw new PywardError("usage", `${option}${found.reason}`, {
    hint: "--root DIR allows what lies in DIR; or name the repository itself",
  });
}

function auditRoot(
  { repository, revision, folders, files, environments }: Gathered<OpenRevision>,
  rev: string,
  io: Io,
): AuditRoot {
  const { top, isBare } = repository;
  const cwd = realpathSync(io.cwd);
  const whole = (inside: string): string => join(top, inside);
  const bases = isBare ? [] : [...folders, ...files.map(({ path }) => dirname(path))].map(whole);
  const display = remember((inside) => {
    const absolute = whole(inside);
    return shownPath(absolute, isBare ? top : cwd, bases.find((base) => isInside(absolute, base)) ?? top);
  });
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
