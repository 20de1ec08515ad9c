import type { Basis } from "../../model/index.ts";

/** `1 package`, `2 packages`, `7,080 advisories`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

/** Digits in groups of three. Not `toLocaleString`: the same report gives the same bytes everywhere. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The day of an RFC 3339 time: `2026-07-23`. */
export function day(time: string): string {
  return time.slice(0, 10);
}

/** Items counted by a key, in the order of `keys`; keys without an item are left out. */
export function countBy<T, K extends string>(
  items: readonly T[],
  keyOf: (item: T) => K,
  keys: readonly K[],
): readonly (readonly [K, number])[] {
  const counts = new Map<K, number>();
  items.forEach((item) => {
    const key = keyOf(item);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return keys.map((key) => [key, counts.get(key) ?? 0] as const).filter(([, count]) => count > 0);
}

/** What stands before the place of a dependency: nothing where the file states it, as most do. */
export function claim({ basis }: { readonly basis: Basis }): string {
  return basis === "mentioned" ? "mentioned in " : "";
}

/** `requirements.txt:3`, as editors and terminals open it. */
export function place({ path, line }: { readonly path: string; readonly line: number | null }): string {
  return line === null ? path : `${path}:${line}`;
}

/** One decimal: `42.0 %`. */
export function share(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
