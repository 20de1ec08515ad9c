export { commitTree, type CommitTree, type MetOnTheWay } from "./commit-tree.ts";
export { openDatabase } from "./object-database.ts";
export { findRevision, type FoundRevision } from "./revision.ts";
