import type { FileTree } from "../../host/index.ts";
import {
  fileOrigin,
  folderOf,
  makeGap,
  type Gap,
  type Origin,
  type Scope,
  type Span,
} from "../../model/index.ts";
import {
  decodeRequirements,
  locate,
  readLogicalLines,
  type LogicalLine,
} from "../../syntax/requirement-lines/index.ts";
import type { Entry } from "./asked.ts";
import { readPipLine, type PipLine } from "./pip-line.ts";

/** What reading requirements files for another source gathers. */
export interface FileReading {
  readonly tree: FileTree;
  readonly entries: Entry[];
  readonly gaps: Gap[];
  readonly alsoRead: Set<string>;
}

/** A file to read: as a path seen from `folder`, named at a place. */
export interface NamedFile {
  readonly path: string;
  readonly folder: string;
  readonly scope: Scope;
  readonly namedAt: Origin;
}

const MAX_FILES = 100;
const MAX_REQUIREMENTS = 50_000;
const FILE_LIMIT = 8 * 1024 * 1024;

/** Reads a requirements file that another file names, and what it includes; each once. */
export async function readRequirementFile(first: NamedFile, reading: FileReading): Promise<void> {
  const waiting = [first];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { gaps, alsoRead } = reading;
    const path = resolve(next.folder, next.path);
    if (path === null) {
      const reason = "the requirements file that is named here lies outside of the audited root";
      gaps.push(makeGap({ code: "outside-root", reason, origin: next.namedAt }));
    } else if (!alsoRead.has(path)) {
      if (alsoRead.size >= MAX_FILES || reading.entries.length > MAX_REQUIREMENTS) {
        const reason = "too many requirements files are named: this one was not read";
        gaps.push(makeGap({ code: "limit-exceeded", reason, origin: next.namedAt }));
        continue;
      }
      waiting.push(...(await readOne(path, next, reading)));
    }
  }
}

async function readOne(path: string, named: NamedFile, reading: FileReading): Promise<readonly NamedFile[]> {
  const { tree, gaps, alsoRead } = reading;
  const read = await tree.read(path, FILE_LIMIT);
  if (read.kind !== "file") {
    const code = read.kind === "missing" ? "missing-file" : "unreadable";
    const reason = "the requirements file that is named here cannot be read";
    gaps.push(
      makeGap({ code: read.kind === "outside-root" ? read.kind : code, reason, origin: named.namedAt }),
    );
    return [];
  }
  alsoRead.add(path);
  const decoded = decodeRequirements(read.bytes);
  if (decoded.kind === "text") return readText(path, decoded.text, named.scope, reading);
  const reason = "the requirements file has an encoding that cannot be read";
  gaps.push(makeGap({ code: "unparsable-file", reason, origin: fileOrigin(path) }));
  return [];
}

function readText(path: string, text: string, scope: Scope, reading: FileReading): readonly NamedFile[] {
  const files: NamedFile[] = [];
  for (const line of readLogicalLines(text)) {
    const originAt = (index: number): Origin => {
      const { line: number, column } = locate(line, index);
      return { path, line: number, column, layer: null, span: null };
    };
    const origin = originAt(0);
    if (line.isTooLong || reading.entries.length > MAX_REQUIREMENTS) {
      const reason = "the line is too long, or there are too many of them";
      reading.gaps.push(makeGap({ code: "limit-exceeded", reason, origin }));
      if (!line.isTooLong) break;
      continue;
    }
    const read = readPipLine(line.text, path);
    if (read.kind === "file") files.push({ path: read.path, folder: folderOf(path), scope, namedAt: origin });
    else if (read.kind === "gap")
      reading.gaps.push(makeGap({ code: read.code, reason: read.reason, expected: read.expected, origin }));
    else if (read.kind === "asked") {
      const span = spanOf(read, line);
      reading.entries.push({ asked: read.asked, scope, origin: { ...origin, span } });
    }
  }
  return files;
}

/** Null for what has hashes: another version has others. */
function spanOf({ asked, written }: PipLine & { readonly kind: "asked" }, line: LogicalLine): Span | null {
  if (written === null || asked.hashes.length > 0) return null;
  const { offset } = locate(line, Math.max(written.start, written.end - 1));
  return { start: locate(line, written.start).offset, end: offset + 1 };
}

/** Null: out of the tree, or no path of it. */
function resolve(folder: string, path: string): string | null {
  if (path === "" || /^(?:[/\\~]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path)) return null;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}
