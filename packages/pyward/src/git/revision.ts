import type { RepositoryFiles } from "../host/index.ts";
import { nearest } from "./nearest.ts";
import type { ObjectDatabase, ObjectFailure } from "./object-database.ts";
import { isObjectId } from "./object-id.ts";
import { parseCommit, parseTag } from "./objects.ts";
import { openReferences, type References } from "./references.ts";

/** What a revision names. */
export type FoundRevision =
  | { readonly kind: "commit"; readonly id: string; readonly tree: string; readonly notes: readonly string[] }
  /** It is written in a way that is not understood here. */
  | { readonly kind: "not-understood" }
  /** No name and no id; `nearest` are names that look like it. */
  | { readonly kind: "unknown"; readonly nearest: readonly string[] }
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] }
  /** It is there, but leads to no commit. */
  | { readonly kind: "no-commit"; readonly reason: string };

/** A repository, open for questions. */
export interface RevisionSource {
  readonly files: RepositoryFiles;
  readonly database: ObjectDatabase;
}

const LARGEST_COMMIT = 16 * 1024 * 1024;
const MOST_STEPS = 1_000_000;
const MOST_TAGS = 16;

/** gitrevisions(7), as far as it names a commit by id, by name, and by its place before one of them. */
export function findRevision(text: string, source: RevisionSource): FoundRevision {
  const parsed = parseRevision(text);
  if (parsed === null) return { kind: "not-understood" };
  const references = openReferences(source.files);
  const named = findNamed(parsed.name, source, references);
  if (named.kind !== "id") return named;
  let id = named.id;
  try {
    for (const step of parsed.steps) id = takeStep(id, step, source);
    id = peel(id, source.database);
    return { kind: "commit", id, tree: commitAt(id, source.database).tree, notes: named.notes };
  } catch (error) {
    if (error instanceof NoCommit) return { kind: "no-commit", reason: error.message };
    throw error;
  }
}

class NoCommit extends Error {}

/** `parent` 0: the commit itself. */
interface Step {
  readonly parent: number;
  readonly times: number;
}

interface ParsedRevision {
  readonly name: string;
  readonly steps: readonly Step[];
}

function parseRevision(text: string): ParsedRevision | null {
  const [, name = "", tail = ""] = /^([^~^]+)((?:~\d{0,7}|\^\d{0,4}|\^\{(?:commit)?\})*)$/.exec(text) ?? [];
  if (name === "" || /[\s:{}?*[\\]|\.\.|^-/.test(name)) return null;
  const steps = [...tail.matchAll(/~(\d*)|\^(\d+|(?!\{))|\^\{/g)].map(([, back, parent]): Step => {
    if (back !== undefined) return { parent: 1, times: back === "" ? 1 : Number(back) };
    return { parent: parent === undefined ? 0 : parent === "" ? 1 : Number(parent), times: 1 };
  });
  return { name: name === "@" ? "HEAD" : name, steps };
}

type Named =
  | { readonly kind: "id"; readonly id: string; readonly notes: readonly string[] }
  | Exclude<FoundRevision, { kind: "commit" }>;

/** In the order of git: a whole id, a name, what git-describe(1) writes, the beginning of an id. */
function findNamed(name: string, { database }: RevisionSource, references: References): Named {
  if (isObjectId(name.toLowerCase())) return { kind: "id", id: name.toLowerCase(), notes: [] };
  const full = fullNames(name).flatMap((candidate) => {
    const id = references.resolve(candidate);
    return id === null ? [] : [{ candidate, id }];
  });
  const [first] = full;
  if (first !== undefined) {
    const others = full.filter(({ id }) => id !== first.id).map(({ candidate }) => candidate);
    const note = `${name} is ambiguous: ${first.candidate} was taken, not ${others.join(", ")}`;
    return { kind: "id", id: first.id, notes: others.length === 0 ? [] : [note] };
  }
  const prefix = /^(?:.+-\d+-g)?([0-9a-f]{4,64})$/i.exec(name)?.[1]?.toLowerCase();
  const byPrefix = prefix === undefined ? null : findByPrefix(prefix, database);
  if (byPrefix !== null) return byPrefix;
  return references.isUnknownFormat
    ? {
        kind: "no-commit",
        reason:
          "the names of this repository are kept as reftable, which pyward does not read: give the id of the commit",
      }
    : { kind: "unknown", nearest: nearest(name, ["HEAD", ...references.names()]) };
}

/** The rules of gitrevisions(7), `<refname>`, in their order. */
function fullNames(name: string): readonly string[] {
  const own = name.startsWith("refs/") || name.endsWith("HEAD") ? [name] : [];
  const folders = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];
  return [...own, ...folders.map((folder) => folder + name), `refs/remotes/${name}/HEAD`];
}

/** Where several objects begin so, the only commit (or tag) is meant. */
function findByPrefix(prefix: string, database: ObjectDatabase): Named | null {
  const ids = database.idsFrom(prefix, 20);
  const [only] = ids;
  if (only === undefined) return null;
  if (ids.length === 1) return { kind: "id", id: only, notes: [] };
  const commits = ids.filter((id) => {
    const object = database.read(id, LARGEST_COMMIT);
    return object.kind === "object" && (object.type === "commit" || object.type === "tag");
  });
  const [commit] = commits;
  return commit !== undefined && commits.length === 1
    ? { kind: "id", id: commit, notes: [] }
    : { kind: "ambiguous", ids: commits.length === 0 ? ids : commits };
}

function takeStep(from: string, { parent, times }: Step, source: RevisionSource): string {
  let id = peel(from, source.database);
  if (parent === 0) return id;
  if (times > MOST_STEPS) throw new NoCommit(`pyward goes back at most ${MOST_STEPS} commits`);
  const cut = shallowText(source.files);
  for (let taken = 0; taken < times; taken += 1) {
    const next = commitAt(id, source.database).parents[parent - 1];
    if (next === undefined)
      throw new NoCommit(parent === 1 ? `the history begins with ${id}` : `${id} has no parent ${parent}`);
    if (cut.includes(id)) throw new NoCommit(`the history is cut at ${id}: this is a shallow clone`);
    id = next;
  }
  return id;
}

/** A clone that fetched a part of its history only (`git clone --depth`). */
export function isShallow(files: RepositoryFiles): boolean {
  return shallowText(files) !== "";
}

/** The commits whose parents were not fetched, one a line. */
export function shallowText({ common }: RepositoryFiles): string {
  const read = common.read("shallow", 16 * 1024 * 1024);
  return read.kind === "file" ? Buffer.from(read.bytes).toString("latin1") : "";
}

/** The commit that a tag is put on, through tags of tags. */
function peel(from: string, database: ObjectDatabase): string {
  let id = from;
  for (let steps = 0; steps < MOST_TAGS; steps += 1) {
    const object = database.read(id, LARGEST_COMMIT);
    if (object.kind !== "object") throw new NoCommit(reasonOf(object));
    if (object.type === "commit") return id;
    if (object.type !== "tag") throw new NoCommit(`${id} is a ${object.type}, not a commit`);
    id = parsedOf(() => parseTag(object.bytes), id);
  }
  throw new NoCommit(`${from} is a tag of a tag, more than ${MOST_TAGS} times`);
}

function commitAt(id: string, database: ObjectDatabase) {
  const object = database.read(id, LARGEST_COMMIT);
  if (object.kind !== "object") throw new NoCommit(reasonOf(object));
  if (object.type !== "commit") throw new NoCommit(`${id} is a ${object.type}, not a commit`);
  return parsedOf(() => parseCommit(object.bytes), id);
}

function parsedOf<T>(read: () => T, id: string): T {
  try {
    return read();
  } catch (error) {
    throw new NoCommit(`${id} is damaged: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
}

/** The sentence for a person. */
export function reasonOf(failure: ObjectFailure): string {
  return failure.kind === "too-large"
    ? `an object has ${failure.size} bytes; pyward reads up to ${failure.limit}`
    : failure.reason;
}
