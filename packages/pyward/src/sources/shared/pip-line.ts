import { baseName, type GapCode, type Span } from "../../model/index.ts";
import {
  isValidName,
  normalizeName,
  parseRequirement,
  parseSdistFilename,
  parseWheelFilename,
  type PackageName,
} from "../../python/index.ts";
import { askFor, writtenSpan } from "./ask-requirement.ts";
import { NOTHING_ELSE, type Asked } from "./asked.ts";
import { pathOf, urlSource, versionOfUrl } from "./direct-url.ts";
import { isHash } from "./hashes.ts";
import { workingTreeAt } from "./working-tree.ts";

/** What one line of pip's requirements says, where another format holds it. */
export type PipLine =
  | {
      readonly kind: "asked";
      readonly asked: Asked;
      /** What an edit would replace, in the text that was given; null where nothing can be edited. */
      readonly written: Span | null;
    }
  /** `-r PATH`. */
  | { readonly kind: "file"; readonly path: string }
  /** Blank, a comment, a constraint or an option that asks for no package. */
  | { readonly kind: "nothing" }
  | {
      readonly kind: "gap";
      readonly code: GapCode;
      readonly reason: string;
      /** The user's own code. */
      readonly expected: boolean;
    };

/**
 * Reads a line of what pip's requirements files hold most: requirements of PEP 508, with hashes, links, paths, `-e` and
 * `-r`. Constraints (`-c`) are not applied: what they pin stays a range here. `file` is the file that holds the line.
 */
export function readPipLine(text: string, file: string): PipLine {
  const line = text.replace(/(?:^|\s)#[^]*$/, "").trim();
  if (line === "") return { kind: "nothing" };
  const option = /^(-[A-Za-z]|--[a-z-]+)(?:\s*=\s*|\s+|(?<=^-[A-Za-z]))([^]*)$/.exec(line);
  if (line.startsWith("-")) return readOption(option?.[1] ?? "", option?.[2]?.trim() ?? "", file);
  const bare = line.replace(/\s--?[a-z][^]*$/, "").trim();
  const parsed = parseRequirement(bare);
  if (!parsed.ok)
    return looksLikeLink(bare)
      ? readLink(bare, { file, isEditable: false })
      : unparsable(parsed.error.message);
  const hashes = [...line.matchAll(/--hash[=\s]([a-z0-9]+:[0-9a-fA-F]+)/g)].map(([, hash = ""]) => hash);
  const at = text.indexOf(bare);
  const { start, end } = writtenSpan(bare);
  return {
    kind: "asked",
    asked: { ...askFor(parsed.value, bare), hashes: hashes.map((hash) => hash.toLowerCase()).filter(isHash) },
    written: at === -1 ? null : { start: at + start, end: at + end },
  };
}

function unparsable(message: string): PipLine {
  const reason = `what stands here is no requirement that pip reads: ${message}`;
  return { kind: "gap", code: "unparsable-line", reason, expected: false };
}

function readOption(option: string, value: string, file: string): PipLine {
  if (option === "-r" || option === "--requirement") return { kind: "file", path: value };
  if (option === "-e" || option === "--editable") return readLink(value, { file, isEditable: true });
  return { kind: "nothing" };
}

function looksLikeLink(text: string): boolean {
  return (
    /^(?:\.{0,2}[/\\]|\.{1,2}(?:\[|$)|~|[A-Za-z]:[/\\]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(text) ||
    isArchive(text)
  );
}

function isArchive(text: string): boolean {
  return /\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)$/i.test(text);
}

interface Link {
  readonly file: string;
  readonly isEditable: boolean;
}

/** A URL, an archive or a directory. Its name stands in the fragment, or in the name of the file. */
function readLink(text: string, { file, isEditable }: Link): PipLine {
  const [, target = "", extras = ""] =
    /^([^[]*)(?:\[([^\]]*)\])?$/.exec(text.split(";", 1)[0]?.trim() ?? "") ?? [];
  const isUrl = /^[A-Za-z][A-Za-z0-9+.-]+:/.test(target) && !/^[A-Za-z]:[/\\]/.test(target);
  const name = nameIn(target);
  const inside = isUrl || isArchive(target) ? null : workingTreeAt(file, target);
  const own = inside ?? (isEditable ? "editable" : null);
  if (name === null) {
    return own === null
      ? {
          kind: "gap",
          code: "url-without-version",
          reason: "the link does not say what it holds",
          expected: false,
        }
      : { kind: "gap", code: "own-code", reason: "a directory of the user's own code", expected: true };
  }
  const asked: Asked = {
    ...NOTHING_ELSE,
    name,
    pin: "url",
    version: versionOfUrl(target, name),
    extras: extras
      .split(",")
      .map((extra) => extra.trim())
      .filter(isValidName)
      .map(normalizeName),
    source: isUrl ? urlSource(target) : { type: "path", url: pathOf(target) },
    own,
  };
  return { kind: "asked", asked, written: null };
}

function nameIn(target: string): PackageName | null {
  const egg = /[#&]egg=([A-Za-z0-9._-]+)/.exec(target)?.[1] ?? "";
  if (isValidName(egg)) return normalizeName(egg);
  const path = target.split(/[?#]/, 1)[0] ?? "";
  const file = baseName(path);
  const parsed = file.endsWith(".whl") ? parseWheelFilename(file) : parseSdistFilename(file);
  return parsed.ok ? parsed.value.name : null;
}
