/** What was moved shares at least so much of its packages with what it was. */
const LEAST_SHARE = 0.5;
/** So many names are looked up in a second. With more that moved it is all taken for new, which never hides anything. */
const MOST_LOOKED_UP = 20_000_000;

/** Things by name, each with what it holds. */
export type Holdings = ReadonlyMap<string, ReadonlySet<string>>;

/** Which of the right each of the left is, by what they hold: the most alike first, each in one pair. */
export function pairByShare(left: Holdings, right: Holdings): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const held = [...left.values()].reduce((sum, { size }) => sum + size, 0);
  if ((held + left.size) * right.size > MOST_LOOKED_UP) return pairs;
  const candidates = [...left].flatMap(([one, names]) =>
    [...right].flatMap(([other, formerly]) => {
      const share = shareOf(names, formerly);
      return share >= LEAST_SHARE ? [{ one, other, share }] : [];
    }),
  );
  const taken = new Set<string>();
  for (const { one, other } of candidates.toSorted((a, b) => b.share - a.share)) {
    if (pairs.has(one) || taken.has(other)) continue;
    pairs.set(one, other);
    taken.add(other);
  }
  return pairs;
}

/** What both hold, of what either holds. */
function shareOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [few, many] = left.size < right.size ? [left, right] : [right, left];
  if (few.size < LEAST_SHARE * many.size) return 0;
  let common = 0;
  for (const name of few) if (many.has(name)) common += 1;
  return common === 0 ? 0 : common / (left.size + right.size - common);
}
