import type { OwnCode } from "../../model/index.ts";

/**
 * Whose code lies in a directory that a file refers to: the project itself where it is that file's folder, a member
 * where it is elsewhere in the audited tree. Null outside of the tree. Dots are resolved as text; nothing is opened.
 */
export function workingTreeAt(file: string, directory: string): Exclude<OwnCode, "editable"> | null {
  if (/^(?:[/\\]|[A-Za-z]:)/.test(directory)) return null;
  const folder = file.split("/").slice(0, -1);
  const resolved = [...folder];
  for (const part of directory.split("/")) {
    if (part === "..") {
      if (resolved.pop() === undefined) return null;
    } else if (part !== "." && part !== "") resolved.push(part);
  }
  return resolved.join("/") === folder.join("/") ? "project" : "workspace-member";
}
