import type { ByteSource, PartOfFile } from "../host/index.ts";
import { memorySource } from "../advisory-index/memory-source.ts";
import { openPart } from "../host/node/index.ts";

declare global {
  /** Put there by the first lines of a standalone executable, which has no folder to look in (tools/standalone). */
  var pywardCarried: Carrier | undefined;
}

interface Carrier {
  /** `snapshot.pyward`, `templates/NAME`; undefined: it carries no such file. */
  read(name: string): Uint8Array | undefined;
  /** Where it lies, for a reader of parts of it; absent or undefined: nobody knows, and `read` has it. */
  placeOf?(name: string): PartOfFile | undefined;
  /** Told how many dependencies an audit is about to compare: an engine compiles more for a long run than for a short one. */
  expect?(dependencies: number): void;
}

/** A file that the program carries in itself; null where none is: an installed pyward has its files beside it. */
export function carriedFile(name: string): Uint8Array | null {
  return globalThis.pywardCarried?.read(name) ?? null;
}

/** The same for one who reads parts of it: what is large is not loaded as a whole where the program knows its place. */
export function openCarried(name: string): ByteSource | null {
  const place = globalThis.pywardCarried?.placeOf?.(name);
  if (place !== undefined) return openPart(place);
  const carried = carriedFile(name);
  return carried === null ? null : memorySource(carried);
}
