/** Whether it is `algorithm:hex`, as the model has hashes. */
export function isHash(text: string): boolean {
  return /^[a-z0-9_]+:[0-9a-f]+$/.test(text);
}

/** Sorted, each once. */
export function sortedSet(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].toSorted();
}
