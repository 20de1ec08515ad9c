/** A line of `modified_id.csv`. */
export interface ListedRecord {
  readonly id: string;
  /** RFC 3339 UTC in seconds. */
  readonly modified: string;
}

/** What an id may be, so that an address made of it leads nowhere else. */
const LINE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z,(?:PyPI\/)?([A-Za-z0-9][A-Za-z0-9._-]{0,199})$/;
const MOST_LINES = 2_000_000;

/** `TIME,ID` a line, id → time; null where it is anything else, or where nothing is in it. Linear. */
export function parseModifiedIds(text: string): ReadonlyMap<string, string> | null {
  const listed = new Map<string, string>();
  const lines = text.split("\n", MOST_LINES);
  for (const line of lines) {
    if (line.trim() === "") continue;
    const [, seconds, id] = LINE.exec(line.trimEnd()) ?? [];
    if (seconds === undefined || id === undefined) return null;
    listed.set(id, `${seconds}Z`);
  }
  // A list that was cut off in the middle of a line ends without its line break.
  return listed.size === 0 || !text.endsWith("\n") ? null : listed;
}

/** What is new, or has another time than what is stored, be it earlier or later; in the order of ids. */
export function changedIn(
  listed: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
): readonly ListedRecord[] {
  return [...listed]
    .filter(([id, modified]) => known.get(id) !== modified)
    .map(([id, modified]) => ({ id, modified }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
