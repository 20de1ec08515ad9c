import {
  makeGap,
  makeInventory,
  type Gap,
  type Inventory,
  type Scope,
  type Span,
} from "../../model/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import type { JsonMember } from "../../syntax/json/index.ts";
import { assemble } from "../shared/assemble.ts";
import type { Entry } from "../shared/asked.ts";
import { readPipenvEntry } from "../shared/pipenv-entry.ts";
import type { JsonFile } from "../shared/read-json.ts";
import { fieldOf, fieldsOf, readMeta, type LockMeta } from "./schema.ts";

/** The newest layout that Pipenv has written; the ones before it hold what pyward reads at the same places. */
const NEWEST_SPEC = 6;

/** Turns a lock into an inventory: each section's entries in that section's scope. */
export function readLock(file: JsonFile): Inventory {
  const { root } = file;
  if (root.kind !== "object") return wholeFile(file, "unparsable-file", "its JSON is no object of sections");
  const meta = readMeta(root);
  if (meta.spec !== null && meta.spec > NEWEST_SPEC) {
    const reason = `the lock is of version ${meta.spec}; pyward reads up to version ${NEWEST_SPEC}`;
    return wholeFile(file, "unsupported-format", reason);
  }
  const reading: Reading = { file, meta, entries: [], gaps: [] };
  for (const [name, section] of root.members) if (name !== "_meta") readSection(name, section, reading);
  return makeInventory({
    dependencies: assemble(reading.entries, "locked"),
    gaps: reading.gaps,
    notes: notesOf(meta),
  });
}

interface Reading {
  readonly file: JsonFile;
  readonly meta: LockMeta;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

function wholeFile(file: JsonFile, code: Gap["code"], reason: string): Inventory {
  return makeInventory({ gaps: [makeGap({ code, reason, origin: file.originAt(file.root.start) })] });
}

function readSection(name: string, { key, value }: JsonMember, reading: Reading): void {
  if (value.kind !== "object") return refuse(reading, key, "what stands here is no section of packages");
  for (const [packageName, member] of value.members) readEntry(packageName, member, scopeOf(name), reading);
}

/** `default` and `develop` stand for the Pipfile's `[packages]` and `[dev-packages]`; other sections have its names. */
function scopeOf(section: string): Scope {
  if (section === "default") return "main";
  return section === "develop" ? "group:dev" : `group:${normalizeName(section)}`;
}

function readEntry(name: string, { key, value }: JsonMember, scope: Scope, reading: Reading): void {
  const { file, meta, entries } = reading;
  const fields = fieldsOf(name, value);
  if (fields === null) return refuse(reading, key, "what stands here is no package", name);
  const { asked, faults } = readPipenvEntry(fields, { path: file.path, indexes: meta.indexes });
  for (const { field, reason } of faults)
    refuse(reading, (field === null ? null : fieldOf(value, field)?.start) ?? key, reason, name);
  if (asked === null) return;
  const span = asked.pin === "url" ? null : versionSpan(value);
  entries.push({ asked, scope, origin: file.originAt(key, span) });
}

function versionSpan(value: JsonMember["value"]): Span | null {
  const version = fieldOf(value, "version");
  if (version?.kind !== "string" || version.content === null) return null;
  return { start: version.content, end: version.content + version.value.length };
}

function refuse({ file, gaps }: Reading, offset: number, reason: string, name = ""): void {
  const origin = file.originAt(offset);
  const known = isValidName(name) ? normalizeName(name) : null;
  gaps.push(makeGap({ code: "unparsable-line", name: known, reason, origin }));
}

function notesOf({ python }: LockMeta): readonly string[] {
  const isPlain = python !== null && /^[0-9A-Za-z.,<>=!~* ]{1,100}$/.test(python);
  return isPlain ? [`Pipfile.lock is for Python ${python}`] : [];
}
