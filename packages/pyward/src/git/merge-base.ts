import type { RepositoryFiles } from "../host/index.ts";
import { DamagedObject } from "./inflate.ts";
import type { ObjectDatabase } from "./object-database.ts";
import { commitTime, parseCommit } from "./objects.ts";
import { reasonOf, shallowText } from "./revision.ts";

/** The commit from which two histories went their ways. */
export type FoundMergeBase =
  /** `others`: how many more are as good, where the histories were merged into each other crosswise. */
  | { readonly kind: "base"; readonly id: string; readonly others: number }
  /** They share none; `isShallow`: none of what was fetched. */
  | { readonly kind: "none"; readonly isShallow: boolean }
  | { readonly kind: "too-far"; readonly walked: number }
  | { readonly kind: "no-commit"; readonly reason: string };

/** The largest histories have a million commits; two branches that are compared went apart less long ago. */
const MOST_COMMITS = 250_000;
/** Commits of one second (a rebase makes many) may be met in any order: older ones of several are looked for so far back. */
const MOST_STALE = 20_000;
const LARGEST_COMMIT = 16 * 1024 * 1024;

const LEFT = 1;
const RIGHT = 2;
/** It lies before a common commit, so it is none of the best. */
const STALE = 4;

/**
 * What git-merge-base(1) gives for two commits: of the commits that both histories hold, one that lies before no other. Both
 * are walked from the newest back, by the times that the commits say. A clock that went wrong can make it an older
 * common commit, never one that is not common.
 */
export function findMergeBase(
  left: string,
  right: string,
  source: { readonly files: RepositoryFiles; readonly database: ObjectDatabase },
): FoundMergeBase {
  const walk = new Walk(source.database, shallowText(source.files));
  try {
    walk.reach(left, LEFT);
    walk.reach(right, RIGHT);
    while (walk.isOpen()) {
      if (walk.walked >= MOST_COMMITS) return { kind: "too-far", walked: walk.walked };
      walk.step();
    }
    for (let more = 0; more < MOST_STALE && walk.best().length > 1 && walk.hasNext(); more += 1) walk.step();
  } catch (error) {
    if (error instanceof DamagedObject) return { kind: "no-commit", reason: error.message };
    throw error;
  }
  const [best, ...others] = walk.best();
  if (best === undefined) return { kind: "none", isShallow: walk.metCut };
  return { kind: "base", id: best, others: others.length };
}

interface Seen {
  readonly id: string;
  readonly time: number;
  readonly parents: readonly string[];
  flags: number;
  isQueued: boolean;
}

/** One walk: a thing with a lifetime, for the flags of a commit grow while it waits. */
class Walk {
  readonly #database: ObjectDatabase;
  readonly #cut: string;
  readonly #seen = new Map<string, Seen>();
  readonly #queue: Seen[] = [];
  readonly #common: Seen[] = [];
  /** Of those in the queue, the ones that are not stale: without them nothing better can come. */
  #fresh = 0;
  walked = 0;
  metCut = false;

  constructor(database: ObjectDatabase, cut: string) {
    this.#database = database;
    this.#cut = cut;
  }

  isOpen(): boolean {
    return this.#fresh > 0;
  }

  hasNext(): boolean {
    return this.#queue.length > 0;
  }

  reach(id: string, flags: number): void {
    const seen = this.#seen.get(id) ?? this.#read(id);
    if ((seen.flags & flags) === flags) return;
    if (seen.isQueued && isFresh(seen)) this.#fresh -= 1;
    seen.flags |= flags;
    if (!seen.isQueued) push(this.#queue, seen);
    seen.isQueued = true;
    if (isFresh(seen)) this.#fresh += 1;
  }

  step(): void {
    const commit = pop(this.#queue);
    if (commit === null) return;
    this.walked += 1;
    commit.isQueued = false;
    if (isFresh(commit)) this.#fresh -= 1;
    let { flags } = commit;
    if (flags === (LEFT | RIGHT)) {
      this.#common.push(commit);
      flags |= STALE;
    }
    for (const parent of commit.parents) this.reach(parent, flags);
  }

  /** The newest first. */
  best(): readonly string[] {
    const best = this.#common.filter(({ flags }) => (flags & STALE) === 0);
    return [...new Set(best.map(({ id }) => id))];
  }

  #read(id: string): Seen {
    const object = this.#database.read(id, LARGEST_COMMIT);
    if (object.kind !== "object") throw new DamagedObject(reasonOf(object));
    if (object.type !== "commit") throw new DamagedObject(`${id} is a ${object.type}, not a commit`);
    const { parents } = parseCommit(object.bytes);
    const isCut = parents.length > 0 && this.#cut.includes(id);
    this.metCut ||= isCut;
    const seen = {
      id,
      time: commitTime(object.bytes),
      parents: isCut ? [] : parents,
      flags: 0,
      isQueued: false,
    };
    this.#seen.set(id, seen);
    return seen;
  }
}

function isFresh({ flags }: Seen): boolean {
  return (flags & STALE) === 0;
}

/** A binary heap, the newest commit on top. */
function push(heap: Seen[], commit: Seen): void {
  heap.push(commit);
  for (let at = heap.length - 1; at > 0;) {
    const above = (at - 1) >> 1;
    if (!swapIfNewer(heap, at, above)) return;
    at = above;
  }
}

function pop(heap: Seen[]): Seen | null {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined) return null;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let at = 0; ;) {
    const left = 2 * at + 1;
    const newer = isNewer(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!swapIfNewer(heap, newer, at)) return top;
    at = newer;
  }
}

function swapIfNewer(heap: Seen[], below: number, above: number): boolean {
  const [lower, upper] = [heap[below], heap[above]];
  if (lower === undefined || upper === undefined || !isNewer(lower, upper)) return false;
  heap[below] = upper;
  heap[above] = lower;
  return true;
}

function isNewer(one: Seen | undefined, other: Seen | undefined): boolean {
  return one !== undefined && other !== undefined && one.time > other.time;
}
