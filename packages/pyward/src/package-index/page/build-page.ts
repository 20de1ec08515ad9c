import {
  compareVersions,
  formatVersion,
  normalizeName,
  parseSdistFilename,
  parseVersion,
  parseWheelFilename,
  type PackageName,
} from "../../python/index.ts";
import type { IndexFile, PageResult, ProjectPage, ProjectState } from "./project-page.ts";

/** A file as the page writes it, before anything is believed. */
export interface WrittenFile extends Omit<IndexFile, "url" | "version" | "wheel" | "hashes" | "metadata"> {
  readonly href: string;
  readonly hashes: ReadonlyMap<string, string>;
  readonly metadata: ReadonlyMap<string, string> | null;
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
  const context = { name, base, origins: new Map<string, boolean>() };
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
}

/** Of thousands of files one is fetched: addresses and hashes are read when they are asked for. */
function fileOf(
  { name, base, origins }: PageContext,
  { href, hashes, metadata, ...file }: WrittenFile,
): IndexFile | null {
  const release = releaseOf(file.name);
  if (release === null || release.name !== name || !isAddress(href, base, origins)) return null;
  return {
    ...file,
    get url() {
      return addressOf(href, base);
    },
    version: release.version,
    wheel: release.wheel,
    get hashes() {
      return listed(hashes);
    },
    get metadata() {
      return metadata === null ? null : listed(metadata);
    },
    yanked: file.yanked === null ? null : (sentence(file.yanked) ?? ""),
    uploaded: timeOf(file.uploaded),
  };
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

function releaseOf(
  fileName: string,
): (Pick<IndexFile, "version" | "wheel"> & { readonly name: PackageName }) | null {
  if (fileName.length > 500 || /[/\\]/.test(fileName)) return null;
  const wheel = fileName.endsWith(".whl") ? parseWheelFilename(fileName) : null;
  if (wheel !== null)
    return wheel.ok
      ? { name: wheel.value.name, version: formatVersion(wheel.value.version), wheel: wheel.value }
      : null;
  const sdist = parseSdistFilename(fileName);
  return sdist.ok
    ? { name: normalizeName(sdist.value.name), version: formatVersion(sdist.value.version), wheel: null }
    : null;
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
