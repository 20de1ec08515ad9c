import { commitTree, findRevision, openDatabase, type FoundRevision, type MetOnTheWay } from "./git/index.ts";
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
  const database = openDatabase(files.stores, files.remarks);
  const found = findRevision(revision, { files, database });
  if (found.kind !== "commit") throw errorFor(revision, found);
  const { tree, met } = commitTree(database, found.tree);
  return {
    tree,
    commit: found.id,
    notes: found.notes,
    met: () => {
      const { submodules, oddNames } = met();
      return { gaps: oddNames.map(oddNameGap), submodules };
    },
  };
}

function errorFor(revision: string, found: Exclude<FoundRevision, { readonly kind: "commit" }>): PywardError {
  switch (found.kind) {
    case "not-understood":
      return new PywardError("usage", `--rev ${revision} is not understood`, { hint: UNDERSTOOD });
    case "unknown": {
      const hint = found.nearest.length === 0 ? UNDERSTOOD : `Did you mean ${found.nearest.join(" or ")}?`;
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

function oddNameGap({ path, name }: MetOnTheWay["oddNames"][number]): Gap {
  const shown = JSON.stringify(name.slice(0, 100));
  const reason = `git's list of this folder has the name ${shown}, which no file can have or which stands there twice: it was passed over`;
  return makeGap({ code: "unreadable", reason, origin: fileOrigin(path) });
}
