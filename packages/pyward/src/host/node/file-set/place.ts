import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { joinNative } from "../file-names.ts";
import { about, Refusal } from "./refusal.ts";

/** The absolute path of a regular file below the root, with no link on the way. Throws a Refusal. */
export function placeOf(root: string, path: string): string {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    throw new Refusal(path, "is not named in a way that pyward writes to");
  for (let length = 1; length < parts.length; length++) {
    const folder = statusOf(root, parts.slice(0, length).join("/"), path);
    if (folder.isSymbolicLink())
      throw new Refusal(path, "lies behind a symbolic link, and pyward writes through none");
    if (!folder.isDirectory()) throw new Refusal(path, "is not there any more");
  }
  const file = statusOf(root, path, path);
  if (file.isSymbolicLink()) throw new Refusal(path, "is a symbolic link, and pyward writes through none");
  if (!file.isFile()) throw new Refusal(path, "is no regular file");
  return nativeOf(root, path, path);
}

function statusOf(root: string, inside: string, path: string): Stats {
  const stats = about(path, () => lstatSync(nativeOf(root, inside, path), { throwIfNoEntry: false }));
  if (stats === undefined) throw new Refusal(path, "is not there any more");
  return stats;
}

function nativeOf(root: string, inside: string, path: string): string {
  const native = joinNative(root, inside);
  if (typeof native !== "string") throw new Refusal(path, "has a name that is no text");
  return native;
}

export interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly stats: Stats;
}

/** What a file holds. No link is followed, and a pipe does not block. Throws a Refusal. */
export function readPlace(native: string, path: string): OpenedFile {
  // Windows has neither.
  const careful = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  return about(path, () => {
    const descriptor = openSync(native, constants.O_RDONLY | careful);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw new Refusal(path, "is no regular file");
      return { bytes: new Uint8Array(readFileSync(descriptor)), stats };
    } finally {
      closeSync(descriptor);
    }
  });
}
