declare global {
  /** Put there by the first lines of a standalone executable, which has no folder to look in (tools/standalone). */
  var pywardCarried: Carrier | undefined;
}

interface Carrier {
  /** `snapshot.pyward`, `templates/NAME`; undefined: it carries no such file. */
  read(name: string): Uint8Array | undefined;
  /** Told how many dependencies an audit is about to compare: an engine compiles more for a long run than for a short one. */
  expect?(dependencies: number): void;
}

/** A file that the program carries in itself; null where none is: an installed pyward has its files beside it. */
export function carriedFile(name: string): Uint8Array | null {
  return globalThis.pywardCarried?.read(name) ?? null;
}
