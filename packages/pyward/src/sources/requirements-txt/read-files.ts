import type { FileTree, ReadFailure } from "../../host/index.ts";
import { fileOrigin, folderOf, makeGap } from "../../model/index.ts";
import type { Gap, GapCode, Origin, Scope, Span } from "../../model/index.ts";
import { decodeRequirements } from "../../syntax/requirement-lines/index.ts";
import type { Place } from "../../syntax/requirement-lines/index.ts";
import type { ReadSettings } from "../shared/source.ts";
import type { Placed } from "./constrain.ts";
import { look, settle } from "./settle.ts";
import type { AskedEntry, Entry, IncludeEntry } from "./parse.ts";
import { MAX_PROBLEMS, parseRequirements } from "./parse.ts";
import { resolvePath } from "./paths.ts";
import { nestedScope } from "./scopes.ts";
import { hasVariable } from "./variables.ts";

/** All that a file and the files that it includes ask for, in the order of reading. */
export interface Read {
  readonly requirements: Placed[];
  readonly constraints: Placed[];
  readonly gaps: Gap[];
  readonly notes: string[];
  readonly indexes: string[];
  /** One of them stands in place of the default one. */
  replacesIndex: boolean;
  readonly alsoRead: Set<string>;
}

/** What a file is read as. Read twice as the same, it says nothing new. */
interface FileTask {
  readonly path: string;
  readonly isConstraint: boolean;
  readonly scope: Scope;
  /** The files that include it, outermost first, itself last. */
  readonly within: readonly string[];
  /** The line that names it; null for the target itself. */
  readonly namedAt: Origin | null;
}

const MAX_DEPTH = 50;
const MAX_FILES = 1000;
/** Lines that include a file, in all files together: a thousand files that name each other have a million. */
const MAX_INCLUDES = 2000;
/** Of them, those that go in a circle or too deep: a web of files has as many as it has ways through it. */
const MAX_REFUSED_INCLUDES = 20;
const MAX_REQUIREMENTS = 50_000;
/** Of one file: each costs a look at the disk. */
const MAX_BAD_REFERENCES = 1000;
/** Fifty times the largest hashed file seen. Bytes. */
const FILE_LIMIT = 32 * 1024 * 1024;

/** Reads a file and what it includes. Each file is read once for each purpose, so that no nesting multiplies the work. */
export class FilesReader {
  readonly read: Read = {
    requirements: [],
    constraints: [],
    gaps: [],
    notes: [],
    indexes: [],
    replacesIndex: false,
    alsoRead: new Set(),
  };
  readonly #tree: FileTree;
  readonly #settings: ReadSettings;
  readonly #seen = new Set<string>();
  #includes = 0;
  #refusedIncludes = 0;
  #isCut = false;

  constructor(tree: FileTree, settings: ReadSettings) {
    this.#tree = tree;
    this.#settings = settings;
  }

  async readFile(task: FileTask): Promise<void> {
    const purpose = JSON.stringify([task.path, task.isConstraint, task.scope]);
    if (this.#seen.has(purpose)) return;
    this.#seen.add(purpose);
    const result = await this.#tree.read(task.path, FILE_LIMIT);
    if (result.kind !== "file") return this.#gap(failureGap(result, task));
    if (task.namedAt !== null) this.read.alsoRead.add(task.path);
    const decoded = decodeRequirements(result.bytes);
    if (decoded.kind === "text") return this.#readText(decoded.text, task);
    const reason =
      decoded.kind === "undecodable"
        ? `it is not ${decoded.encoding}; a file in another encoding declares it in its first line`
        : "it declares an encoding that is not known";
    this.#gap(makeGap({ code: "unparsable-file", reason, origin: fileOrigin(task.path) }));
  }

  async #readText(text: string, task: FileTask): Promise<void> {
    const parsed = parseRequirements(text);
    this.read.indexes.push(...parsed.indexes);
    this.read.replacesIndex ||= parsed.replacesIndex;
    let { furtherProblems } = parsed;
    let listed = 0;
    for (const entry of parsed.entries) {
      if (this.#isWeb()) {
        this.#leaveOut(task.path);
        break;
      }
      const read = this.#readEntry(entry, task);
      const gap = read instanceof Promise ? await read : read;
      if (gap !== null && listed < MAX_PROBLEMS) this.#gap(gap);
      if (gap !== null && ++listed > MAX_PROBLEMS) furtherProblems++;
      const { requirements, constraints } = this.read;
      if (listed > MAX_BAD_REFERENCES || requirements.length + constraints.length >= MAX_REQUIREMENTS) {
        this.#limit(task.path, "it and what it includes ask for more than can be read");
        break;
      }
    }
    if (furtherProblems > 0) {
      const reason = `${furtherProblems} further lines of this file cannot be read`;
      this.#gap(makeGap({ code: "unparsable-line", reason, origin: fileOrigin(task.path) }));
    }
    if (parsed.failure !== null) this.#gap(makeGap({ ...parsed.failure, origin: fileOrigin(task.path) }));
    if (parsed.compiledFor !== null) {
      this.read.notes.push(`${printable(task.path)} was compiled for Python ${parsed.compiledFor} only`);
    }
  }

  /** The gap that the line itself is, if it is one. */
  #readEntry(entry: Entry, task: FileTask): Gap | null | Promise<Gap | null> {
    const origin = originAt(task.path, entry.at, entry.kind === "asked" ? entry.span : null);
    switch (entry.kind) {
      case "include":
        return this.#include(entry, task, origin);
      case "problem":
        return makeGap({ code: entry.code, name: entry.name, reason: entry.reason, origin });
      case "asked":
        return this.#place(entry, task, origin);
    }
  }

  /** Waits for the tree only where the requirement is in it: a promise for each line would cost more than all the rest. */
  #place(entry: AskedEntry, task: FileTask, origin: Origin): Gap | null | Promise<Gap | null> {
    const { asked, via } = entry;
    const placed = { asked, via, scope: task.scope, origin };
    const settled = settle(placed, task.isConstraint);
    if (settled !== null) return this.#keep(settled, task);
    if (asked.local === null) return null;
    const looked = look(this.#tree, this.#settings.workingDirectory, placed, asked.local);
    return looked.then((found) => this.#keep(found, task));
  }

  #keep(settled: Placed | Gap, task: FileTask): Gap | null {
    if ("code" in settled) return settled;
    (task.isConstraint ? this.read.constraints : this.read.requirements).push(settled);
    return null;
  }

  async #include(entry: IncludeEntry, task: FileTask, origin: Origin): Promise<Gap | null> {
    const { target, isConstraint } = entry;
    const refuse = (code: GapCode, reason: string): Gap => makeGap({ code, reason, origin });
    this.#includes++;
    if (hasVariable(target)) {
      return refuse(
        "unsupported-format",
        "its path depends on an environment variable, which pyward never reads",
      );
    }
    if (/^https?:/i.test(target))
      return refuse("unsupported-format", "it includes a URL, which pyward never fetches");
    if (/^file:/i.test(target)) return refuse("outside-root", "it includes a file by an absolute URL");
    const resolved = resolvePath(folderOf(task.path), target);
    if (resolved.kind === "outside")
      return refuse("outside-root", "it includes a file outside the audited root");
    const isCircle = task.within.includes(resolved.path);
    if (isCircle || task.within.length >= MAX_DEPTH) {
      this.#refusedIncludes++;
      return isCircle
        ? refuse("unparsable-line", "the file includes itself, over this line")
        : refuse("limit-exceeded", `files include files ${MAX_DEPTH} deep`);
    }
    if (this.#seen.size >= MAX_FILES)
      return refuse("limit-exceeded", `more than ${MAX_FILES} files are included`);
    await this.readFile({
      path: resolved.path,
      isConstraint,
      scope: nestedScope(task.scope, resolved.path),
      within: [...task.within, resolved.path],
      namedAt: origin,
    });
    return null;
  }

  #isWeb(): boolean {
    return this.#includes > MAX_INCLUDES || this.#refusedIncludes > MAX_REFUSED_INCLUDES;
  }

  /** Said once: every file on the way out ends here, too. */
  #leaveOut(path: string): void {
    if (!this.#isCut) this.#limit(path, "too many files include each other: what follows was not read");
    this.#isCut = true;
  }

  #limit(path: string, reason: string): void {
    this.#gap(makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(path) }));
  }

  #gap(gap: Gap): void {
    this.read.gaps.push(gap);
  }
}

function printable(path: string): string {
  return path.replaceAll(/[\p{Cc}\p{Cf}]/gu, "?");
}

function originAt(path: string, { line, column }: Place, span: Span | null): Origin {
  return { path, line, column, layer: null, span };
}

/** A file that could not be read: where another names it, the gap is that line's. */
function failureGap(failure: ReadFailure, task: FileTask): Gap {
  const origin = task.namedAt ?? fileOrigin(task.path);
  switch (failure.kind) {
    case "missing":
      return task.namedAt === null
        ? makeGap({ code: "unreadable", reason: "it is a link that leads nowhere", origin })
        : makeGap({ code: "missing-file", reason: "the file that it names does not exist", origin });
    case "outside-root":
      return makeGap({ code: "outside-root", reason: "the file leads out of the audited root", origin });
    case "too-large":
      return makeGap({
        code: "limit-exceeded",
        reason: `the file has more than ${failure.limit} bytes`,
        origin,
      });
    case "not-a-file":
    case "not-a-directory":
      return task.namedAt === null
        ? makeGap({ code: "unreadable", reason: "it is a pipe or a device, and no file", origin })
        : makeGap({ code: "missing-file", reason: "what it names is no file", origin });
    case "unreadable":
      return makeGap({
        code: failure.isAbsent === true ? "missing-file" : "unreadable",
        reason: failure.reason,
        origin,
      });
  }
}
