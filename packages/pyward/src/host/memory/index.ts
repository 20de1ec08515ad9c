export { memoryTree, type MemoryFile } from "./memory-tree.ts";
