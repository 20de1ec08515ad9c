import type { FileTree } from "../../../host/index.ts";
import {
  makeGap,
  makeInventory,
  type InstalledFile,
  type Gap,
  type Inventory,
  type Origin,
  type Scope,
} from "../../../model/index.ts";
import { isValidName, normalizeName } from "../../../python/index.ts";
import { assemble } from "../assemble.ts";
import type { Entry } from "../asked.ts";
import { readPipLine } from "../pip-line.ts";
import { resolveNamed, type Beginnings } from "./resolve-named.ts";

/** What a file mentions. */
export interface Mentions {
  readonly entries: Entry[];
  readonly gaps: Gap[];
  /** Requirements files, as they are named. */
  readonly files: InstalledFile[];
}

/** More of one file tell nobody anything. */
const MAX_MENTIONS = 5000;
const MAX_FILES = 100;
/** `dist/*.whl`, `/wheels/*`; not `django==2.*`, nor a URL. */
const IS_PATTERN = /^[^=<>~!:;@\s]*[*?][^=<>~!:;@\s]*$/;
/** In characters. */
const MAX_REQUIREMENT = 5000;

export function noMentions(): Mentions {
  return { entries: [], gaps: [], files: [] };
}

/** False where there are so many that reading should end; a gap says so. */
export function hasRoom({ entries, gaps, files }: Mentions, origin: Origin): boolean {
  if (entries.length + gaps.length + files.length < MAX_MENTIONS) return true;
  const reason = "the file mentions too many packages: the rest was not read";
  if (gaps.at(-1)?.code !== "limit-exceeded") gaps.push(makeGap({ code: "limit-exceeded", reason, origin }));
  return false;
}

/** Adds a requirement as pip's files and commands have it. The user's own code is nothing that can be audited. */
export function addRequirement(text: string, scope: Scope, at: Origin, mentions: Mentions): void {
  if (text.length > MAX_REQUIREMENT) {
    refuse(mentions, {
      code: "limit-exceeded",
      reason: "what is installed here is too long to be read",
      origin: at,
    });
    return;
  }
  if (IS_PATTERN.test(text)) {
    const reason = "a pattern of files stands here: which there are shows where the command runs";
    refuse(mentions, { code: "url-without-version", reason, origin: at });
    return;
  }
  const read = readPipLine(text, at.path);
  if (read.kind === "asked" && read.asked.own === null)
    mentions.entries.push({ asked: read.asked, scope, origin: at });
  else if (read.kind === "file") mentions.files.push({ path: read.path, origin: at, scope });
  else if (read.kind === "gap" && read.code !== "own-code") refuse(mentions, { ...read, origin: at });
}

/** What a mention leaves open is no surprise: it never was a statement about the project. */
export function refuse(
  { gaps }: Mentions,
  { code, reason, origin }: Pick<Gap, "code" | "reason" | "origin">,
  name: string | null = null,
): void {
  const known = name !== null && isValidName(name) ? normalizeName(name) : null;
  gaps.push(makeGap({ code, reason, origin, name: known, expected: true }));
}

/** The mentions as an inventory. */
export async function inventoryOf(
  mentions: Mentions,
  tree: FileTree,
  beginnings: Beginnings,
): Promise<Inventory> {
  const { entries, files } = mentions;
  const installs = new Map<string, InstalledFile>();
  for (const file of files.slice(0, MAX_FILES)) {
    const found = await resolveNamed(tree, file.path, beginnings);
    if (found !== null) {
      if (!installs.has(found)) installs.set(found, { ...file, path: found });
      continue;
    }
    const reason = "the requirements file that is named here is not there under this name";
    refuse(mentions, { code: "missing-file", reason, origin: file.origin });
  }
  const beyond = files[MAX_FILES];
  if (beyond !== undefined) {
    const reason = `more than ${MAX_FILES} requirements files are named: the rest was not looked for`;
    mentions.gaps.push(makeGap({ code: "limit-exceeded", reason, origin: beyond.origin }));
  }
  return makeInventory({
    dependencies: assemble(entries, "mentioned"),
    gaps: mentions.gaps,
    installs: [...installs.values()],
  });
}
