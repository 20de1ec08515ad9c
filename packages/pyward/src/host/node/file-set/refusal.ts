/** Why a file is not written; `message` is the end of a sentence about it. */
export class Refusal extends Error {
  readonly path: string;

  constructor(path: string, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.path = path;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "may not be written by you, or its folder may not",
  EPERM: "may not be written by you, or its folder may not",
  EROFS: "lies on a disk that is mounted read-only",
  ENOSPC: "does not fit: the disk is full",
  EDQUOT: "does not fit: your share of the disk is used up",
  ENOENT: "is not there any more",
  ELOOP: "is a symbolic link, and pyward writes through none",
  EIO: "cannot be written: the disk has a fault",
};

/** A system's error on the way to a file becomes a Refusal of it. */
export function about<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "") throw error;
    throw new Refusal(path, REASONS[code] ?? `cannot be written: the system says ${code}`, error);
  }
}
