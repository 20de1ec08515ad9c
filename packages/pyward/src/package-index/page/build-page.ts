import {
  compareVersions,
  formatVersion,
  normalizeName,
  parseSdistFilename,
  parseVersion,
  parseWheelFilename,
  type PackageName,
  type WheelFilename,
} from "../../python/index.ts";
import type { IndexFile, PageResult, ProjectPage, ProjectState } from "./project-page.ts";

/** A file as the page writes it, before anything is believed. */
export interface WrittenFile extends Pick<
  IndexFile,
  "name" | "requiresPython" | "size" | "uploaded" | "yanked"
> {
  readonly href: string;
  readonly hashes: () => ReadonlyMap<string, string>;
  readonly metadata: (() => ReadonlyMap<string, string>) | null;
}

/** A page as it is written, in either format. */
export interface WrittenPage {
  readonly apiVersion: string | null;
  readonly files: readonly WrittenFile[];
  readonly versions: readonly string[] | null;
  readonly state: string | null;
  readonly stateReason: string | null;
  readonly tracks: readonly string[];
  readonly alternateLocations: readonly string[];
}

/** The projects with most files have some 20,000. */
export const MAX_FILES = 200_000;

/** Of the page that answers for `name`, whose links count from `base`. `url`: where it was read. */
export function buildPage(
  name: PackageName,
  { url, base }: { readonly url: URL; readonly base: URL },
  written: WrittenPage,
): PageResult {
  const refused = refusedVersion(written.apiVersion);
  if (refused !== null) return { kind: "failed", code: "unsupported-format", reason: refused };
  if (written.files.length > MAX_FILES)
    return { kind: "failed", code: "limit-exceeded", reason: `it lists more than ${MAX_FILES} files` };
  const context = { name, base, origins: new Map(), releases: new Map() };
  const files = written.files.flatMap((file) => fileOf(context, file) ?? []);
  const page: ProjectPage = {
    name,
    url: shown(url),
    // Few ask: it is put in order for them only.
    get versions() {
      return ascending(written.versions ?? files.map(({ version }) => version));
    },
    files,
    ignored: written.files.length - files.length,
    state: stateOf(written.state),
    stateReason: sentence(written.stateReason),
    tracks: written.tracks,
    alternateLocations: written.alternateLocations,
  };
  return { kind: "page", page };
}

/** PEP 629: a greater major version is not to be understood; a greater minor one may be. */
function refusedVersion(version: string | null): string | null {
  if (version === null) return null;
  const major = /^(\d{1,9})\.\d{1,9}$/.exec(version)?.[1];
  if (major === undefined) return "it says a version of the interface that is none";
  return Number(major) > 1 ? `it speaks version ${version} of the interface, and pyward only 1` : null;
}

interface PageContext {
  readonly name: PackageName;
  readonly base: URL;
  /** Whether an origin is one, by its text. */
  readonly origins: Map<string, boolean>;
  /** The releases that wheels are of, by the beginnings of their names. */
  readonly releases: Map<string, Release | null>;
}

function fileOf(context: PageContext, written: WrittenFile): IndexFile | null {
  const release = releaseOf(written.name, context.releases);
  if (release === null || release.name !== context.name) return null;
  return isAddress(written.href, context.base, context.origins)
    ? new ListedFile(written, release, context.base)
    : null;
}

/** Of thousands of files one is looked at: what costs time is read when it is asked for. */
class ListedFile implements IndexFile {
  readonly name: string;
  readonly version: string;
  readonly isWheel: boolean;
  readonly requiresPython: string | null;
  readonly yanked: string | null;
  private readonly written: WrittenFile;
  private readonly base: URL;

  constructor(written: WrittenFile, { version, isWheel }: Release, base: URL) {
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

/** Whether `addressOf` gives one to fetch. Nearly all have the same origin and a path of plain letters. */
function isAddress(href: string, base: URL, origins: Map<string, boolean>): boolean {
  const origin = /^(https?:\/\/[a-z0-9.-]+(?::\d{1,5})?\/)[\w./+~-]*$/.exec(href)?.[1];
  if (origin === undefined)
    return URL.canParse(href, base.href) && /^https?:$/.test(new URL(href, base.href).protocol);
  const isOne = origins.get(origin) ?? URL.canParse(origin);
  origins.set(origin, isOne);
  return isOne;
}

function addressOf(href: string, base: URL): URL {
  const url = new URL(href, base.href);
  url.username = "";
  url.password = "";
  url.hash = "";
  return url;
}

interface Release {
  readonly name: PackageName;
  readonly version: string;
  readonly isWheel: boolean;
}

/** The tags of nearly all wheels, so that only the beginning of the name has to be read. */
const TAGS =
  /^((?!.*__)[A-Za-z0-9_.]+-[A-Za-z0-9_.+!]+)-(?:\d\w*-)?[a-z]\w*(?:\.[a-z]\w*)*-\w+(?:\.\w+)*-\w+(?:\.\w+)*\.whl$/;

function releaseOf(fileName: string, releases: Map<string, Release | null>): Release | null {
  if (fileName.length > 500 || /[/\\]/.test(fileName)) return null;
  const start = TAGS.exec(fileName)?.[1];
  if (start === undefined) return readRelease(fileName);
  const known = releases.get(start);
  if (known !== undefined) return known;
  const release = readRelease(fileName);
  releases.set(start, release);
  return release;
}

function readRelease(fileName: string): Release | null {
  const isWheel = fileName.endsWith(".whl");
  const read = isWheel ? parseWheelFilename(fileName) : parseSdistFilename(fileName);
  if (!read.ok) return null;
  return { name: normalizeName(read.value.name), version: formatVersion(read.value.version), isWheel };
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

function listed(hashes: ReadonlyMap<string, string>): readonly string[] {
  return [...hashes]
    .map(([algorithm, hex]) => [algorithm.toLowerCase(), hex.toLowerCase()] as const)
    .filter(([algorithm, hex]) => /^[0-9a-f]+$/.test(hex) && DIGITS.get(algorithm) === hex.length)
    .map(([algorithm, hex]) => `${algorithm}:${hex}`)
    .toSorted();
}

const STATES = ["active", "archived", "quarantined", "deprecated"] as const satisfies readonly ProjectState[];

/** PEP 792 lets indexes invent others, which say nothing to a tool. */
function stateOf(text: string | null): ProjectState {
  return STATES.find((state) => state === text) ?? "active";
}

/** What an index or a publisher says, in one line for people; null where it is nothing. */
function sentence(text: string | null): string | null {
  const line = (text ?? "")
    .slice(0, 2000)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}\s]+/gu, " ")
    .trim();
  return line === "" ? null : line.slice(0, 500);
}

/** PEP 700: `yyyy-mm-ddThh:mm:ss.ffffffZ`. */
function timeOf(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) return null;
  return Number.isNaN(Date.parse(text)) ? null : text;
}

/** Those that are versions by PEP 440. */
function ascending(versions: readonly string[]): readonly string[] {
  const parsed = [...new Set(versions)].flatMap((text) => {
    const version = parseVersion(text);
    return version.ok ? [version.value] : [];
  });
  return [...new Set(parsed.toSorted(compareVersions).map(formatVersion))];
}

function shown(url: URL): string {
  const plain = new URL(url);
  plain.username = "";
  plain.password = "";
  plain.search = "";
  plain.hash = "";
  return plain.href;
}
