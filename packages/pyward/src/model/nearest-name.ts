/** The known name that takes the fewest changes to reach, where it takes few enough to be a slip; null: none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const near = known
    .filter((candidate) => Math.abs(candidate.length - name.length) <= 3)
    .map((candidate) => ({ candidate, changes: changesBetween(name, candidate) }))
    .filter(({ candidate, changes }) => changes <= Math.max(1, Math.min(3, candidate.length / 2 - 1)))
    .toSorted((a, b) => a.changes - b.changes || (a.candidate < b.candidate ? -1 : 1));
  return near[0]?.candidate ?? null;
}

/** Letters to insert, delete or replace, or to swap with the next (Damerau and Levenshtein's distance, restricted). */
function changesBetween(a: string, b: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Infinity;
      row.push(
        Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1), swapped),
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
