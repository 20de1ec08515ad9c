export * from "./byte-source.ts";
export * from "./clock.ts";
export * from "./encode-name.ts";
export * from "./file-tree.ts";
export * from "./follow-links.ts";
export * from "./git-files.ts";
export * from "./http.ts";
export * from "./progress.ts";
