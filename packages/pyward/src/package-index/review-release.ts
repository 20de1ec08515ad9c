import type { FindingKind, ReleaseAge } from "../model/index.ts";
import {
  compareVersions,
  formatVersion,
  isPrerelease,
  parseVersion,
  type PackageName,
  type Version,
} from "../python/index.ts";
import type { IndexFile, ProjectPage } from "./page/project-page.ts";

/** What is asked about: one release that somebody locked, installed or pinned. */
export interface AskedRelease {
  readonly name: PackageName;
  readonly version: string;
  /** `algorithm:hex`; empty where none are locked. */
  readonly hashes: readonly string[];
}

/** What an index says against a release. */
export interface IndexNotice {
  readonly kind: Extract<FindingKind, "yanked" | "archived" | "deprecated" | "quarantined">;
  readonly title: string;
  readonly url: string;
  /** The lowest final version above that is not yanked; null where there is none, or another version helps nothing. */
  readonly fix: string | null;
}

export interface ReviewedRelease {
  readonly notices: readonly IndexNotice[];
  /** Why the index does not have what was asked about; null: it does. */
  readonly lack: string | null;
  readonly age: ReleaseAge;
}

/** What the pages of a project, which stand for one, say of a release. */
export function reviewRelease(asked: AskedRelease, pages: readonly ProjectPage[]): ReviewedRelease {
  const files = pages.flatMap((page) => page.files);
  const own = files.filter((file) => isSame(file.version, asked.version));
  const known = pages.some(({ versions }) => versions.some((one) => isSame(one, asked.version)));
  const latest = releasesAbove(null, files).at(-1) ?? null;
  return {
    notices: [...stateNotices(asked, pages), ...yankNotices(asked, pages, own)],
    lack: lackOf(asked, {
      own,
      isKnown: known,
      isQuarantined: pages.some(({ state }) => state === "quarantined"),
    }),
    age: {
      uploaded: firstUpload(own),
      latest,
      latestUploaded: firstUpload(files.filter((file) => file.version === latest)),
    },
  };
}

/** By PEP 440, 1.0 and 1.0.0 are one release. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [parseVersion(one), parseVersion(other)];
  return left.ok && right.ok && compareVersions(left.value, right.value) === 0;
}

/** PEP 792. */
function stateNotices({ name }: AskedRelease, pages: readonly ProjectPage[]): readonly IndexNotice[] {
  return pages.flatMap(({ state, stateReason, url }) =>
    state === "active"
      ? []
      : [{ kind: state, title: `the project ${name} is ${state}${because(stateReason)}`, url, fix: null }],
  );
}

/** PEP 592: a release is yanked where all of its files are; of a lock with hashes, those files that it may install. */
function yankNotices(
  { name, version, hashes }: AskedRelease,
  [page]: readonly ProjectPage[],
  own: readonly IndexFile[],
): readonly IndexNotice[] {
  const locked = own.filter((file) => file.hashes.some((hash) => hashes.includes(hash)));
  const files = locked.length > 0 ? locked : own;
  if (page === undefined || files.length === 0 || files.some(({ yanked }) => yanked === null)) return [];
  const reason = files.map(({ yanked }) => yanked).find(Boolean) ?? null;
  const all = [page].flatMap((one) => one.files);
  const title = `${name} ${version} was yanked${because(reason)}`;
  return [{ kind: "yanked", title, url: page.url, fix: releasesAbove(version, all)[0] ?? null }];
}

function because(reason: string | null): string {
  return reason === null ? "" : `: ${reason}`;
}

/** The final versions that have a file that is not yanked, ascending. */
function releasesAbove(version: string | null, files: readonly IndexFile[]): readonly string[] {
  const bound = version === null ? null : parseVersion(version);
  const floor: Version | null = bound?.ok === true ? bound.value : null;
  const names = new Set(files.filter(({ yanked }) => yanked === null).map((file) => file.version));
  return [...names]
    .flatMap((text) => {
      const parsed = parseVersion(text);
      return parsed.ok && !isPrerelease(parsed.value) ? [parsed.value] : [];
    })
    .filter((one) => floor === null || compareVersions(one, floor) > 0)
    .toSorted(compareVersions)
    .map(formatVersion);
}

interface Known {
  readonly own: readonly IndexFile[];
  readonly isKnown: boolean;
  readonly isQuarantined: boolean;
}

function lackOf({ version, hashes }: AskedRelease, { own, isKnown, isQuarantined }: Known): string | null {
  // A quarantined project offers nothing, which its own finding says.
  if (own.length === 0)
    return isKnown || isQuarantined
      ? null
      : `the package index has the project, and no version ${version} of it`;
  const offered = own.flatMap((file) => file.hashes);
  const algorithms = new Set(offered.map(algorithmOf));
  const comparable = hashes.filter((hash) => algorithms.has(algorithmOf(hash)));
  if (comparable.length === 0 || comparable.some((hash) => offered.includes(hash))) return null;
  const which =
    comparable.length === 1
      ? "the locked hash is that"
      : `none of the ${comparable.length} locked hashes is that`;
  const not = comparable.length === 1 ? "of none of its files" : "of one of its files";
  return `the package index has version ${version}, and ${which} ${not} there`;
}

function algorithmOf(hash: string): string {
  return hash.slice(0, hash.indexOf(":"));
}

function firstUpload(files: readonly IndexFile[]): string | null {
  const [first] = files
    .flatMap(({ uploaded }) => (uploaded === null ? [] : uploaded.slice(0, 19)))
    .toSorted();
  return first === undefined ? null : `${first}Z`;
}
