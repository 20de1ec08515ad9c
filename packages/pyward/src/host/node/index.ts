export { openByteSource } from "./byte-source.ts";
export { systemClock } from "./clock.ts";
export { nodeTree } from "./file-tree.ts";
export { findRepository, type FoundRepository } from "./git-repository.ts";
export { makeFolder } from "./make-folder.ts";
export { realPath } from "./real-path.ts";
export { userConfigFile } from "./user-config-file.ts";
export { userDataDirectory } from "./user-data-directory.ts";
export { writeAtomically, writeDurably } from "./write-atomically.ts";
