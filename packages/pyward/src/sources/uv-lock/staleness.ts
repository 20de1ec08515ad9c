import { folderOf, type Dependency, type Inventory, type Scope, type Staleness } from "../../model/index.ts";
import { isValidName, normalizeName, parseSpecifiers, satisfies } from "../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { readText } from "../shared/read-text.ts";
import { parseTomlFile, readToml } from "../shared/read-toml.ts";
import type { LockAndManifest } from "../shared/source.ts";
import { stringOf } from "../shared/toml-values.ts";

/** Compares what the lock says that the project asked for when it was locked with what it asks for now. */
export async function compareWithManifest(pair: LockAndManifest): Promise<Staleness> {
  const text = await readText(pair.tree, pair.lock, "TOML");
  const locked = text.kind === "text" ? wishesOf(text.text, pathBetween(pair.lock, pair.manifest)) : null;
  if (locked === null) return { kind: "unsaid" };
  const pyproject = await readToml(pair.tree, pair.manifest);
  if (pyproject.kind !== "toml") return { kind: "unsaid" };
  const asked = askedIn(pair.asks, locked.project);
  const isDynamic = pair.asks.gaps.some(({ code }) => code === "dynamic-metadata");
  const reasons = [
    ...pythonReasons(
      stringOf(entryAt(pyproject.file.root, "project", "requires-python")),
      locked.requiresPython,
    ),
    ...differences(asked, locked, isDynamic),
  ];
  const listed = [...new Set([...locked.wishes.keys()].map(nameOf))].toSorted();
  return reasons.length === 0 ? { kind: "fresh" } : { kind: "stale", reasons: [...new Set(reasons)], listed };
}

/** By list and name (`group:dev click`): the specifier sets, normalised. Null: not from an index, so nothing to compare. */
type Wishes = ReadonlyMap<string, ReadonlySet<string> | null>;

interface LockedWishes {
  readonly wishes: Wishes;
  /** Null in a workspace, where it is that of all members together. */
  readonly requiresPython: string | null;
  /** Extras that ask for other extras of the project: the manifest was read with what those ask for. */
  readonly composed: ReadonlySet<string>;
  /** The project's own name, normalised; empty where it is no package. */
  readonly project: string;
}

/** A lock of 5,000 packages is read in parts: only those of the project itself are parsed. */
function wishesOf(written: string, place: string): LockedWishes | null {
  const text = written.includes("\r") ? written.replaceAll("\r\n", "\n") : written;
  const first = text.indexOf(PACKAGE);
  const header = parse(first === -1 ? text : text.slice(0, first));
  const isWorkspace = header !== null && entryAt(header, "manifest", "members") !== null;
  const requiresPython = header === null || isWorkspace ? null : stringOf(entry(header, "requires-python"));
  for (const part of partsWith(` = "${place}" }`, text)) {
    const table = parse(part.replaceAll("\n[package.", "\n["));
    if (table === null || !liesAt(table, place)) continue;
    // A project that asks for nothing has no metadata here, and neither has any in the oldest locks.
    if (entry(table, "metadata") === null && entry(table, "dependencies") !== null) return null;
    const [main, groups] = [
      entryAt(table, "metadata", "requires-dist"),
      entryAt(table, "metadata", "requires-dev"),
    ];
    return { ...apart(collect(main, groups), stringOf(entry(table, "name")) ?? ""), requiresPython };
  }
  const groups = header === null ? null : entryAt(header, "manifest", "dependency-groups");
  if (place !== "." || groups === null) return null;
  return { wishes: collect(null, groups), requiresPython: null, composed: new Set(), project: "" };
}

const PACKAGE = "\n[[package]]\n";

/** The packages of a lock whose text has this in it. */
function* partsWith(sought: string, text: string): Generator<string, void, undefined> {
  for (let at = text.indexOf(sought); at !== -1;) {
    const start = text.lastIndexOf(PACKAGE, at);
    const end = text.indexOf(PACKAGE, at);
    if (start !== -1) yield text.slice(start + PACKAGE.length, end === -1 ? text.length : end);
    at = end === -1 ? -1 : text.indexOf(sought, end);
  }
}

function liesAt(table: TomlTable, place: string): boolean {
  const source = entry(table, "source");
  return source?.kind === "table" && PLACES.some((key) => stringOf(entry(source, key)) === place);
}

/** Takes the wishes for the project itself out, and says which lists had one. */
function apart(all: Wishes, project: string): Omit<LockedWishes, "requiresPython"> {
  const own = normalizeName(project);
  return {
    wishes: new Map([...all].filter(([key]) => nameOf(key) !== own)),
    composed: new Set([...all.keys()].filter((key) => nameOf(key) === own).map(scopeOf)),
    project: own,
  };
}

/** The manifest's folder from the lock's, as the lock writes it. */
function pathBetween(lock: string, manifest: string): string {
  const [from, to] = [folderOf(lock), folderOf(manifest)];
  if (from === to) return ".";
  return from === "" ? to : to.slice(from.length + 1);
}

const PLACES = ["editable", "virtual", "directory"];

function parse(text: string): TomlTable | null {
  const read = parseTomlFile("uv.lock", text);
  return read.kind === "toml" ? read.file.root : null;
}

function collect(main: TomlNode | null, groups: TomlNode | null): Wishes {
  const wishes = new Map<string, ReadonlySet<string> | null>();
  const read = (list: TomlNode | null, listScope: Scope | null): void => {
    for (const item of list?.kind === "array" ? list.items : []) {
      const name = item.kind === "table" ? (stringOf(entry(item, "name")) ?? "") : "";
      if (item.kind !== "table" || !isValidName(name)) continue;
      for (const scope of listScope === null ? scopesOf(item) : [listScope])
        add(wishes, `${scope} ${normalizeName(name)}`, specifierOf(item));
    }
  };
  read(main, null);
  for (const list of groups?.kind === "table" ? entriesOf(groups) : [])
    read(list, `group:${normalizeName(list.name)}`);
  return wishes;
}

/** The lock has the lists of all extras in one, told apart by their markers. */
function scopesOf(item: TomlTable): readonly Scope[] {
  const extras = [...(stringOf(entry(item, "marker")) ?? "").matchAll(/\bextra == '([^']*)'/g)];
  return extras.length === 0
    ? ["main"]
    : extras.map(([, name = ""]): Scope => `extra:${normalizeName(name)}`);
}

function scopeOf(key: string): string {
  return key.slice(0, key.indexOf(" "));
}

function nameOf(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}

function specifierOf(item: TomlTable): string | null {
  const isElsewhere = ["git", "url", "path", "directory", "editable", "virtual"].some(
    (key) => entry(item, key) !== null,
  );
  return isElsewhere ? null : normal(stringOf(entry(item, "specifier")) ?? "");
}

function add(wishes: Map<string, ReadonlySet<string> | null>, key: string, specifier: string | null): void {
  const known = wishes.get(key);
  if (known === null || specifier === null) wishes.set(key, null);
  else wishes.set(key, new Set([...(known ?? []), specifier]));
}

/** The clauses without blanks, sorted; a version keeps its own form but for the case of its letters. */
function normal(specifiers: string): string {
  const clauses = specifiers.toLowerCase().replaceAll(/\s/g, "").split(",");
  return clauses
    .map((clause) => clause.replace("===", "=="))
    .filter((clause) => clause !== "")
    .toSorted()
    .join(",");
}

function askedIn({ dependencies, choices }: Inventory, project: string): Wishes {
  const wishes = new Map<string, ReadonlySet<string> | null>();
  for (const dependency of dependencies) {
    if (dependency.name === project) continue;
    for (const scope of dependency.scopes) {
      // Groups that are in no table of uv's, such as those of hatch, are not uv's to lock.
      if (scope === "build" || (scope.startsWith("group:") && !choices.includes(scope))) continue;
      add(wishes, `${scope} ${dependency.name}`, specifierAsked(dependency));
    }
  }
  return wishes;
}

function specifierAsked({ pin, version, specifiers, own, source }: Dependency): string | null {
  if (pin === "url" || own !== null || source.type !== "registry") return null;
  return normal(version === null ? (specifiers ?? "") : `==${version}`);
}

function differences(
  asked: Wishes,
  { wishes: locked, composed }: LockedWishes,
  isDynamic: boolean,
): readonly string[] {
  const reasons: string[] = [];
  const names = new Set([...locked.keys()].map(nameOf));
  for (const [key, specifiers] of asked) {
    const known = locked.get(key);
    const isComposed = composed.has(scopeOf(key));
    if (known === undefined) {
      if (!isComposed || !names.has(nameOf(key)))
        reasons.push(`it was not made for ${nameOf(key)}, which is asked for`);
    } else if (known !== null && specifiers !== null && !isSame(known, specifiers, isComposed))
      reasons.push(`it was made for ${wish(key, known)}, and ${wish(key, specifiers)} is asked for`);
  }
  if (isDynamic) return reasons;
  for (const key of locked.keys())
    if (!asked.has(key)) reasons.push(`it was made for ${nameOf(key)}, which is not asked for any more`);
  return reasons;
}

function isSame(known: ReadonlySet<string>, asked: ReadonlySet<string>, isComposed: boolean): boolean {
  return (isComposed || known.size === asked.size) && [...known].every((item) => asked.has(item));
}

/** Specifiers are shown where they look like some. */
function wish(key: string, specifiers: ReadonlySet<string>): string {
  const shown = [...specifiers]
    .slice(0, 3)
    .filter((text) => /^[0-9a-z.,<>=!~*+_-]{1,80}$/.test(text))
    .join(" or ");
  return shown === "" ? `any ${nameOf(key)}` : `${nameOf(key)} ${shown}`;
}

/** Compared by the Pythons that they admit, for uv writes another text than it reads. */
function pythonReasons(asked: string | null, locked: string | null): readonly string[] {
  const [now, then] = [admitted(asked), admitted(locked)];
  if (now === null || then === null || now === then) return [];
  return ["it was made for other versions of Python than are asked for"];
}

function admitted(text: string | null): string | null {
  const parsed = text === null ? null : parseSpecifiers(text);
  if (parsed === null || !parsed.ok) return null;
  return PYTHONS.map((python) => (satisfies(python, parsed.value) ? "1" : "0")).join("");
}

const PYTHONS: readonly string[] = [
  "2.7.18",
  ...Array.from({ length: 31 }, (_, minor) =>
    Array.from({ length: 22 }, (__, patch) => `3.${minor}.${patch}`),
  ).flat(),
  "4.0.0",
];
