/** What of a core metadata file (METADATA, PKG-INFO) says which release is installed and what it needs. */
export interface CoreMetadata {
  /** As written, trimmed; null where there is no such header or it is empty. */
  readonly name: string | null;
  readonly version: string | null;
  /** 1-based line of the `Version` header; null where there is none. */
  readonly versionLine: number | null;
  /** The values of `Requires-Dist`, unfolded, in order. */
  readonly requirements: readonly string[];
  /** 1-based, of each requirement. */
  readonly requirementLines: readonly number[];
  /** The version of the format, as written; null where it is not said. */
  readonly metadataVersion: string | null;
  /** Fields whose values the build of an sdist may change (PEP 643), in lower case. */
  readonly dynamic: readonly string[];
  /** As written; null where there is no such header. */
  readonly requiresPython: string | null;
  /** The values of `Provides-Extra`, as written. */
  readonly extras: readonly string[];
  /** As written; null where there is no such header. */
  readonly summary: string | null;
}

/** Headers end before this many bytes; what comes later is not read. */
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Reads the headers as Python's `email` parser does, which is what the core metadata specification defines them by:
 * case-insensitive names, folded lines, the first of several, and everything from the first line that is no header on
 * is the body. Bytes that are not UTF-8 cost only the value that they stand in.
 */
export function parseMetadata(bytes: Uint8Array): CoreMetadata {
  const text = new TextDecoder().decode(bytes.subarray(0, headerLength(bytes)));
  let name: string | null = null;
  let version: Header | null = null;
  let metadataVersion: string | null = null;
  const requirements: Header[] = [];
  const dynamic: string[] = [];
  const extras: string[] = [];
  let requiresPython: string | null = null;
  let summary: string | null = null;
  for (const header of headersOf(text)) {
    const value = header.value.trim();
    if (header.name === "requires-dist") requirements.push({ ...header, value });
    if (header.name === "dynamic") dynamic.push(value.toLowerCase());
    if (header.name === "metadata-version") metadataVersion ??= value;
    if (header.name === "requires-python") requiresPython ??= value;
    if (header.name === "provides-extra") extras.push(value);
    if (header.name === "summary") summary ??= value;
    if (header.name === "name") name ??= value;
    if (header.name === "version") version ??= { ...header, value };
  }
  return {
    name: sensible(name),
    version: sensible(version?.value),
    versionLine: version?.line ?? null,
    requirements: requirements.map(({ value }) => value),
    requirementLines: requirements.map(({ line }) => line),
    metadataVersion,
    dynamic,
    requiresPython,
    extras,
    summary,
  };
}

/** No name or version is empty or longer than this. */
function sensible(value: string | null | undefined): string | null {
  return value && value.length <= 500 ? value : null;
}

/** Where the first empty line begins: the body may be large, and is not decoded. */
function headerLength(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) {
    if (at >= MAX_HEADER_BYTES) break;
    const next = bytes[at + 1];
    if (next === 10 || (next === 13 && bytes[at + 2] === 10)) return at;
  }
  return Math.min(bytes.length, MAX_HEADER_BYTES);
}

interface Header {
  /** In lower case. */
  readonly name: string;
  /** Its folded lines joined by a space. */
  readonly value: string;
  readonly line: number;
}

function headersOf(text: string): readonly Header[] {
  const headers: Header[] = [];
  let open: { name: string; parts: string[]; line: number } | null = null;
  const close = (): void => {
    if (open !== null) headers.push({ name: open.name, value: open.parts.join(" "), line: open.line });
    open = null;
  };
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      open?.parts.push(line.trim());
      continue;
    }
    close();
    if (line.startsWith("From ")) continue; // an mbox envelope, which the parser steps over
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    if (colon === -1 || !isHeaderName(line, colon)) break;
    open = { name: line.slice(0, colon).toLowerCase(), parts: [line.slice(colon + 1)], line: index + 1 };
  }
  close();
  return headers;
}

/** Printable ASCII without spaces (RFC 5322, 3.6.8), so that lower case is that of ASCII. */
function isHeaderName(line: string, length: number): boolean {
  for (let at = 0; at < length; at += 1) {
    const code = line.charCodeAt(at);
    if (code < 0x21 || code > 0x7e) return false;
  }
  return true;
}
