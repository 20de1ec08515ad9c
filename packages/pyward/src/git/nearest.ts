const MOST_SHOWN = 3;
const LONGEST = 100;

/** The names that look most like `typed`: by their last part, then by the letters that differ. */
export function nearest(typed: string, names: readonly string[]): readonly string[] {
  if (typed.length > LONGEST) return [];
  return names
    .filter((name) => name.length <= LONGEST)
    .map((name) => ({ name, distance: distanceOf(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(
      ({ distance }) =>
        distance > 0 && distance <= Math.max(Math.min(2, typed.length - 2), Math.floor(typed.length / 3)),
    )
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_SHOWN)
    .map(({ name }) => name);
}

/** Letters to add, remove or change; a name that ends with what was typed, after a slash or a `v`, is one away. */
function distanceOf(typed: string, name: string): number {
  if (name === `v${typed}` || `v${name}` === typed || name.endsWith(`/${typed}`)) return 1;
  let above = Array.from({ length: name.length + 1 }, (_, at) => at);
  for (let row = 1; row <= typed.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= name.length; at += 1) {
      const change = (above[at - 1] ?? 0) + (typed[row - 1] === name[at - 1] ? 0 : 1);
      current.push(Math.min(change, (above[at] ?? 0) + 1, (current[at - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[name.length] ?? 0;
}
