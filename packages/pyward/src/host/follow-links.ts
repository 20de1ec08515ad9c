import type { EntryKind, ReadFailure } from "./file-tree.ts";

/** What lies at one path whose parents are all real directories: no link is followed to see it. */
export type Seen =
  | { readonly kind: "found"; readonly entry: EntryKind; readonly size: number }
  /** `target` as the link holds it; null: an absolute target that leads out of the root. */
  | { readonly kind: "link"; readonly target: string | null }
  | ReadFailure;

/** Where a path ends after its links; `path` has no link in it, "" is the root. */
export type Followed =
  | { readonly kind: "found"; readonly path: string; readonly entry: EntryKind; readonly size: number }
  | ReadFailure;

/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Walks a path one component at a time and follows links inside the root only, so that nothing outside is touched, not
 * even to see whether it exists. `..` in `given` is resolved as text, `..` in a link from where the link lies.
 */
export function followLinks(given: string, look: (path: string) => Seen): Followed {
  const start = textualComponents(given);
  if (start === null) return { kind: "outside-root" };
  const pending = start.toReversed();
  const walked: string[] = [];
  let last: Seen | null = null;
  for (let links = 0; pending.length > 0;) {
    const name = pending.pop() ?? "";
    if (name === "..") {
      if (walked.pop() === undefined) return { kind: "outside-root" };
      last = null;
      continue;
    }
    const seen = look([...walked, name].join("/"));
    if (seen.kind === "link") {
      links += 1;
      if (links > MOST_LINKS) return { kind: "unreadable", reason: "a loop of links" };
      if (seen.target === null || seen.target.startsWith("/")) return { kind: "outside-root" };
      pending.push(...components(seen.target).toReversed());
      last = null;
      continue;
    }
    if (seen.kind !== "found") return seen;
    if (seen.entry !== "directory" && pending.length > 0) return { kind: "missing" };
    walked.push(name);
    last = seen;
  }
  const path = walked.join("/");
  const seen = last ?? look(path);
  if (seen.kind === "link") return { kind: "unreadable", reason: "the root is a link" };
  return seen.kind === "found" ? { ...seen, path } : seen;
}

/** The components of a path with `.` and `..` resolved as text; null where `..` leaves the root. */
function textualComponents(path: string): readonly string[] | null {
  const result: string[] = [];
  for (const name of components(path)) {
    if (name !== "..") result.push(name);
    else if (result.pop() === undefined) return null;
  }
  return result;
}

function components(path: string): readonly string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
