import { parseWheelFilename, type WheelFilename } from "../../python/index.ts";
import type { IndexFile } from "./project-page.ts";

/** A file as the page writes it, before anything is believed. */
export interface WrittenFile extends Pick<
  IndexFile,
  "name" | "requiresPython" | "size" | "uploaded" | "yanked"
> {
  readonly href: string;
  /** `algorithm:hex`. */
  readonly hashes: () => readonly string[];
  readonly metadata: (() => readonly string[]) | null;
}

/** What a file's name says. */
export interface ReleaseOfFile {
  /** Normalised. */
  readonly version: string;
  readonly isWheel: boolean;
}

/** Of thousands of files one is looked at: what costs time is read when it is asked for. */
export class ListedFile implements IndexFile {
  readonly name: string;
  readonly version: string;
  readonly isWheel: boolean;
  readonly requiresPython: string | null;
  readonly yanked: string | null;
  readonly written: WrittenFile;
  readonly base: URL;

  constructor(written: WrittenFile, { version, isWheel }: ReleaseOfFile, base: URL) {
    this.name = written.name;
    this.version = version;
    this.isWheel = isWheel;
    this.requiresPython = written.requiresPython;
    this.yanked = written.yanked === null ? null : (sentence(written.yanked) ?? "");
    this.written = written;
    this.base = base;
  }

  get url(): URL {
    return addressOf(this.written.href, this.base);
  }

  get wheel(): WheelFilename | null {
    const wheel = this.isWheel ? parseWheelFilename(this.name) : null;
    return wheel?.ok === true ? wheel.value : null;
  }

  get hashes(): readonly string[] {
    return listed(this.written.hashes());
  }

  get metadata(): readonly string[] | null {
    return this.written.metadata === null ? null : listed(this.written.metadata());
  }

  get isAccompanied(): boolean {
    return this.written.metadata !== null;
  }

  get size(): number | null {
    return this.written.size;
  }

  get uploaded(): string | null {
    return timeOf(this.written.uploaded);
  }
}

function addressOf(href: string, base: URL): URL {
  const url = new URL(href, base.href);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

/** Digits of the hashes that PEP 503 and pip know; others say nothing that could be checked. */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ["md5", 32],
  ["sha1", 40],
  ["sha224", 56],
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

function listed(hashes: readonly string[]): readonly string[] {
  return hashes
    .map((hash) => hash.toLowerCase())
    .filter((hash) => {
      const [algorithm = "", hex = "", more] = hash.split(":", 3);
      return more === undefined && /^[0-9a-f]+$/.test(hex) && DIGITS.get(algorithm) === hex.length;
    })
    .toSorted();
}

/** What an index or a publisher says, in one line for people; null where it is nothing. */
export function sentence(text: string | null): string | null {
  const line = (text ?? "")
    .slice(0, 2000)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}\s]+/gu, " ")
    .trim();
  return line === "" ? null : line.slice(0, 500);
}

/** Of texts as pages write them (PEP 700: all in UTC, so that they compare as the times do); null where the least is none. */
export function earliestOf(texts: readonly (string | null)[]): string | null {
  let first: string | null = null;
  for (const text of texts) if (text !== null && (first === null || text < first)) first = text;
  return timeOf(first);
}

/** PEP 700: `yyyy-mm-ddThh:mm:ss.ffffffZ`. */
export function timeOf(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) return null;
  return Number.isNaN(Date.parse(text)) ? null : text;
}
