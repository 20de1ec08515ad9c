export { nodeTree } from "./file-tree.ts";
