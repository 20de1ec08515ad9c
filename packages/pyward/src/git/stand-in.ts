/** A pointer is smaller: the specification of Git LFS says so. */
const LARGEST_POINTER = 1024;

/** Why the content that git holds is not the file's own; null where it is. */
export function standIn(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString("latin1");
  if (start.startsWith("\0GITCRYPT\0")) return "the repository holds it encrypted (git-crypt)";
  const isPointer = /^version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\//.test(start);
  return isPointer && bytes.length < LARGEST_POINTER
    ? "the repository holds a pointer in its place: the content is kept by Git LFS, outside of the repository's objects"
    : null;
}
