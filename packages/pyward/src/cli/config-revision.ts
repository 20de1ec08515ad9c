import { findRepository } from "../host/node/index.ts";
import type { FileTree } from "../host/index.ts";
import { PywardError } from "../model/index.ts";
import { openRevision } from "../open-revision.ts";

/** The trees of the commit that a revision names, by the top of their repository, and what there is to say of them. */
export interface RevisionTrees {
  treeAt(top: string): FileTree;
  readonly notes: string[];
}

/** Throws PywardError where a repository has no such revision, or there is none. */
export function revisionTrees(rev: string): RevisionTrees {
  const known = new Map<string, FileTree>();
  const notes: string[] = [];
  const open = (top: string): FileTree => {
    const found = findRepository(top, { limit: null, isHere: true });
    if (found.kind === "refused") throw new PywardError("usage", `--config-rev: ${found.reason}`);
    if (found.kind === "none")
      throw new PywardError("usage", "--config-rev: what is audited is in no git repository");
    const { tree, commit } = openRevision(rev, found.files);
    notes.push(`the policy is that of commit ${commit}${rev === commit ? "" : ` (${rev})`}`);
    return tree;
  };
  return {
    notes,
    treeAt(top) {
      const tree = known.get(top) ?? open(top);
      known.set(top, tree);
      return tree;
    },
  };
}
