import {
  compareVersions,
  formatVersion,
  normalizeName,
  parseSdistFilename,
  parseVersion,
  parseWheelFilename,
  type PackageName,
} from "../../python/index.ts";
import { earliestOf, ListedFile, sentence, type ReleaseOfFile, type WrittenFile } from "./listed-file.ts";
import { STATES, type PageRelease, type PageResult, type ProjectState } from "./project-page.ts";

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
  const releases = Map.groupBy(files, ({ version }) => version);
  const page = {
    name,
    url: shown(url),
    versions: ascending(written.versions ?? [...releases.keys()]),
    releases: [...releases].map(([version, own]) => new BuiltRelease(version, own)),
    files,
    ignored: written.files.length - files.length,
    state: stateOf(written.state),
    stateReason: sentence(written.stateReason),
    tracks: written.tracks,
    alternateLocations: written.alternateLocations,
  };
  return { kind: "page", page };
}

class BuiltRelease implements PageRelease {
  readonly version: string;
  readonly files: readonly ListedFile[];

  constructor(version: string, files: readonly ListedFile[]) {
    this.version = version;
    this.files = files;
  }

  get uploaded(): string | null {
    return earliestOf(this.files.map(({ written: { uploaded } }) => uploaded));
  }
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

function fileOf(context: PageContext, written: WrittenFile): ListedFile | null {
  const release = releaseOf(written.name, context.releases);
  if (release === null || release.name !== context.name) return null;
  return isAddress(written.href, context.base, context.origins)
    ? new ListedFile(written, release, context.base)
    : null;
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

interface Release extends ReleaseOfFile {
  readonly name: PackageName;
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

/** PEP 792 lets indexes invent others, which say nothing to a tool. */
function stateOf(text: string | null): ProjectState {
  return STATES.find((state) => state === text) ?? "active";
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
