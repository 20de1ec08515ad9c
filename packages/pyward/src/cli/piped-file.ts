import { closeSync, openSync, readSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_FILE_LIMIT } from "../host/index.ts";
import { memoryTree } from "../host/memory/index.ts";
import { PywardError } from "../model/index.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import { waitALittle } from "./streams.ts";

const PIECE = 65_536;

/**
 * `-r -` and `-r <(…)`: a pipe can be read once and has no folder, so it becomes a tree of one file.
 * Null where the path is an ordinary file or is missing.
 */
export async function readPiped(path: string, io: Io): Promise<AuditRoot | null> {
  const isStandardInput = path === "-";
  if (!isStandardInput && !isPipe(resolve(io.cwd, path))) return null;
  const name = isStandardInput ? "standard-input" : path.slice(path.lastIndexOf("/") + 1);
  const bytes = readBounded(path, io);
  return {
    tree: memoryTree({ [name]: bytes }),
    folders: [],
    files: [{ path: name, source: "requirements-txt" }],
    environments: [],
    workingDirectory: "",
    display: (inside) => (inside === "" ? "." : inside),
  };
}

function isPipe(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && (status.isFIFO() || status.isCharacterDevice() || status.isSocket());
}

/** A file, a pipe, or standard input for `-`. Throws PywardError `usage` past 64 MiB, and the system's error. */
export function readBounded(path: string, io: Io): Uint8Array {
  if (path === "-") return readAll(0);
  const descriptor = openSync(resolve(io.cwd, path), "r");
  try {
    return readAll(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function readAll(descriptor: number): Uint8Array {
  const pieces: Buffer[] = [];
  let size = 0;
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE);
    const read = readPiece(descriptor, piece);
    if (read === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, read));
    size += read;
    if (size > DEFAULT_FILE_LIMIT) {
      throw new PywardError(
        "usage",
        `pyward reads up to ${DEFAULT_FILE_LIMIT / 1024 / 1024} MiB of one file, and this one has more`,
      );
    }
  }
}

/** A pipe that nobody has written to yet says EAGAIN where it does not block: wait a little and ask again. */
function readPiece(descriptor: number, piece: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, piece);
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error)) throw error;
      if (error.code === "EOF") return 0;
      if (error.code !== "EAGAIN") throw error;
      waitALittle();
    }
  }
}
