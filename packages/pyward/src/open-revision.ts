import {
  commitTree,
  findMergeBase,
  findRevision,
  isShallow,
  openDatabase,
  type FoundMergeBase,
  type FoundRevision,
  type MetOnTheWay,
  type RevisionSource,
} from "./git/index.ts";
import type { FileTree, RepositoryFiles } from "./host/index.ts";
import { fileOrigin, makeGap, PywardError, type Gap } from "./model/index.ts";

/** A commit, ready to be audited. */
export interface OpenRevision {
  readonly tree: FileTree;
  /** The full id. */
  readonly commit: string;
  readonly notes: readonly string[];
  /** What was met in it so far that cannot be audited. */
  met(): { readonly gaps: readonly Gap[]; readonly submodules: MetOnTheWay["submodules"] };
}

const UNDERSTOOD =
  "pyward understands an id or its beginning, a tag, a branch, origin/main, HEAD, and after them ~N, ^, ^N and ^{commit}";

/**
 * The files of a commit of a repository, without a working tree and without git. Throws PywardError `usage` where the
 * revision is written in a way that is not understood, `unknown-revision` where it leads to no commit.
 */
export function openRevision(revision: string, files: RepositoryFiles): OpenRevision {
  const source = { files, database: openDatabase(files.stores, files.remarks) };
  return openCommit(findCommit(revision, source, "--rev "), source);
}

/** A commit from which a change is seen. */
export interface OpenBase extends OpenRevision {
  /** It is where the change left what was named, not that itself. */
  readonly isMergeBase: boolean;
}

/** Which commit a change is compared with. */
export interface WantedBase {
  /** What the change is to go to. */
  readonly revision: string;
  /** Where it is now. */
  readonly head: string;
  /** False: compare with `revision` itself. */
  readonly mergeBase: boolean;
}

/**
 * The commit from which `head` and `revision` went their ways (`git diff revision...head`): what others did to `revision` since is no
 * part of the change. Throws PywardError as `openRevision`, and `unknown-revision` where the two share no commit.
 */
export function openBase({ revision, head, mergeBase }: WantedBase, files: RepositoryFiles): OpenBase {
  const source = { files, database: openDatabase(files.stores, files.remarks) };
  const named = findCommit(revision, source, "");
  if (!mergeBase) return { ...openCommit(named, source), isMergeBase: false };
  const tip = findCommit(head, source, "");
  const found = findMergeBase(tip.id, named.id, source);
  if (found.kind !== "base") throw noBase({ revision, head }, found);
  const { id, others } = found;
  if (id === named.id) return { ...openCommit(named, source), isMergeBase: false };
  const note = `${revision} and ${head} have ${others + 1} merge bases, as good as each other: ${id} was taken`;
  const base = findCommit(id, source, "");
  const notes = [...named.notes, ...(others === 0 ? [] : [note])];
  return { ...openCommit({ ...base, notes }, source), isMergeBase: true };
}

type Commit = FoundRevision & { readonly kind: "commit" };

/** `option`: before the revision, in an error. */
function findCommit(revision: string, source: RevisionSource, option: string): Commit {
  const found = findRevision(revision, source);
  if (found.kind === "commit") return found;
  throw errorFor(revision, found, { option, isShallow: isShallow(source.files) });
}

function openCommit({ id, tree: root, notes }: Commit, { database }: RevisionSource): OpenRevision {
  const { tree, met } = commitTree(database, root);
  return {
    tree,
    commit: id,
    notes,
    met: () => {
      const { submodules, oddNames } = met();
      return { gaps: oddNames.map(oddNameGap), submodules };
    },
  };
}

interface Asked {
  readonly option: string;
  readonly isShallow: boolean;
}

function errorFor(
  revision: string,
  found: Exclude<FoundRevision, { readonly kind: "commit" }>,
  { option, isShallow: isCut }: Asked,
): PywardError {
  switch (found.kind) {
    case "not-understood":
      return new PywardError("usage", `${option}${revision} is not understood`, { hint: UNDERSTOOD });
    case "unknown": {
      const near = found.nearest.length === 0 ? UNDERSTOOD : `Did you mean ${found.nearest.join(" or ")}?`;
      const hint = isCut ? `${near} ${FETCH}` : near;
      return new PywardError("unknown-revision", `the repository has no ${revision}`, { hint });
    }
    case "ambiguous": {
      const hint = `It is the beginning of ${found.ids.join(", ")}`;
      return new PywardError("unknown-revision", `${revision} is ambiguous`, { hint });
    }
    case "no-commit":
      return new PywardError("unknown-revision", `${revision} leads to no commit: ${found.reason}`);
    default:
      return found satisfies never;
  }
}

const FETCH = "This is a shallow clone: fetch what is missing, or all of it with git fetch --unshallow.";

function noBase(
  { revision, head }: Pick<WantedBase, "revision" | "head">,
  found: Exclude<FoundMergeBase, { readonly kind: "base" }>,
): PywardError {
  const itself = `--no-merge-base compares with ${revision} itself.`;
  const failed = (why: string, hint: string): PywardError =>
    new PywardError("unknown-revision", `where ${head} left ${revision} cannot be found: ${why}`, { hint });
  switch (found.kind) {
    case "none":
      return found.isShallow
        ? failed("the history is cut before that", `${FETCH} ${itself}`)
        : failed("they share no commit", itself);
    case "too-far":
      return failed(`it is not among the newest ${found.walked} commits`, itself);
    case "no-commit":
      return failed(found.reason, itself);
    default:
      return found satisfies never;
  }
}

function oddNameGap({ path, name }: MetOnTheWay["oddNames"][number]): Gap {
  const shown = JSON.stringify(name.slice(0, 100));
  const reason = `git's list of this folder has the name ${shown}, which no file can have or which stands there twice: it was passed over`;
  return makeGap({ code: "unreadable", reason, origin: fileOrigin(path) });
}
