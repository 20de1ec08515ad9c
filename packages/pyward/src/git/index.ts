export { commitTree, type CommitTree, type MetOnTheWay } from "./commit-tree.ts";
export { findMergeBase, type FoundMergeBase } from "./merge-base.ts";
export { openDatabase } from "./object-database.ts";
export { findRevision, isShallow, type FoundRevision, type RevisionSource } from "./revision.ts";
