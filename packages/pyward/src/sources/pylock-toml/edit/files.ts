import type { Release, ReleaseFile } from "../../../model/index.ts";
import { normalizeName, parseWheelFilename, type WheelFilename } from "../../../python/index.ts";
import {
  sha256Of,
  strangeness,
  UNKNOWN_TIME,
  UNUSUAL_ADDRESS,
} from "../../shared/lock-edit/strange-files.ts";
import { isForAll, lockedWheel } from "../../shared/lock-edit/wheels.ts";
import type { LockedEntry, LockedFile } from "./layouts.ts";
import type { LockText } from "./lock-text.ts";

type Files = Pick<LockedEntry, "sdist" | "wheels">;

/** The files of a release that its lock would record. A text: why that is not certain, the end of a sentence about the release. `old` null: it is new there. */
export function lockedFiles(release: Release, old: LockedEntry | null, lock: LockText): Files | string {
  const like = old === null ? lock.blocks.flatMap(({ entry }) => entry ?? []) : [old];
  const known = like.flatMap(({ sdist, wheels }) => [...(sdist === null ? [] : [sdist]), ...wheels]);
  const chosen = chosenFiles(release.files, old, lock);
  if (typeof chosen === "string") return chosen;
  const { sdist, wheels } = chosen;
  const reason = oddity([...(sdist === null ? [] : [sdist]), ...wheels], known);
  if (reason !== null) return reason;
  const write = writerFor(lock, known);
  return { sdist: sdist === null ? null : write(sdist), wheels: wheels.map(write) };
}

interface Chosen {
  readonly sdist: ReleaseFile | null;
  readonly wheels: readonly ReleaseFile[];
}

const ODD = "has other kinds of files than what is locked now";

function chosenFiles(
  files: readonly ReleaseFile[],
  old: LockedEntry | null,
  lock: LockText,
): Chosen | string {
  const wheels = wheelsOf(files);
  if (wheels === null) return "has a wheel with an unusual name";
  if (lock.creator === "pip") {
    const wheel = wheelOfPip(wheels, old);
    return wheel === null ? "has files of which pip would choose one" : { sdist: null, wheels: [wheel] };
  }
  const sdists = files.filter(({ filename }) => /\.(?:tar\.gz|zip)$/.test(filename));
  if (sdists.length > 1) return "has several source distributions";
  const kept = keptWheels(wheels, old, lock);
  if (typeof kept === "string") return kept;
  const [sdist = null] = sdists;
  // Tools may be told to leave either out: what stands there tells.
  const isOnlyOld = old !== null && !lock.isExport;
  const like = isOnlyOld ? [old] : lock.blocks.flatMap(({ entry }) => entry ?? []);
  const isLike = like.some(
    (entry) =>
      (entry.sdist === null) === (sdist === null) && (entry.wheels.length === 0) === (kept.length === 0),
  );
  return isLike ? { sdist, wheels: kept } : ODD;
}

interface Wheel {
  readonly file: ReleaseFile;
  readonly tags: WheelFilename;
}

function wheelsOf(files: readonly ReleaseFile[]): readonly Wheel[] | null {
  const wheels: Wheel[] = [];
  for (const file of files.filter(({ filename }) => filename.endsWith(".whl"))) {
    const parsed = parseWheelFilename(file.filename);
    if (!parsed.ok) return null;
    wheels.push({ file, tags: parsed.value });
  }
  return wheels;
}

/** Those that uv or PDM record. */
function keptWheels(
  wheels: readonly Wheel[],
  old: LockedEntry | null,
  { creator, pythons, isForOne, isExport }: LockText,
): readonly ReleaseFile[] | string {
  const all = wheels.map(({ file }) => file);
  if (wheels.every(({ tags }) => isForAll(tags)) && wheels.length <= 1) return all;
  // PDM's order is not known, one environment is known to the tool alone, and a condition may say for which platforms.
  const isClear = creator === "uv" && isForOne === false && old !== null && old.marker === null;
  if (!isClear || pythons === null) return "has wheels of which not all may be recorded";
  const kept = all.filter((file) => lockedWheel(file, pythons) !== null);
  // Earlier releases of uv record all of them, unless they come from a uv.lock.
  return isExport || kept.length === all.length ? kept : "has wheels for other Pythons";
}

/** pip chooses one for where it runs: of the same tags as the one that stands there, where none could be preferred to it. */
function wheelOfPip(wheels: readonly Wheel[], old: LockedEntry | null): ReleaseFile | null {
  const [only] = wheels;
  if (only !== undefined && wheels.length === 1 && isForAll(only.tags)) return only.file;
  const [before] = old?.wheels ?? [];
  const parsed =
    before === undefined ? null : parseWheelFilename(before.url.slice(before.url.lastIndexOf("/") + 1));
  if (parsed?.ok !== true || isForAll(parsed.value)) return null;
  const same = wheels.filter(({ tags }) => tagsOf(tags) === tagsOf(parsed.value));
  const rivals = wheels.filter(({ tags }) => systemOf(tags) === systemOf(parsed.value));
  return same.length === 1 && rivals.length === 1 ? (same[0]?.file ?? null) : null;
}

function tagsOf({ pythonTags, abiTags, platformTags }: WheelFilename): string {
  return [pythonTags, abiTags, platformTags].map((tags) => tags.join(".")).join("-");
}

/** Interpreter, ABI, system and processor, without how old the system may be. */
function systemOf({ pythonTags, abiTags, platformTags }: WheelFilename): string {
  const systems = platformTags.map((tag) =>
    tag.replace(/^(manylinux|musllinux|macosx|ios|android)(?:\d+|_\d+_\d+|_\d+)?_/, "$1_"),
  );
  return [pythonTags, abiTags, [...new Set(systems)]].map((tags) => tags.join(".")).join("-");
}

/** Why files would not stand in the lock like those that do; null: they would. */
function oddity(files: readonly ReleaseFile[], known: readonly LockedFile[]): string | null {
  if (files.length === 0) return "has no file that would be locked";
  if (files.some(({ url, filename }) => !url.endsWith(`/${filename}`))) return UNUSUAL_ADDRESS;
  const isTimed = known.some(({ uploadTime }) => uploadTime !== null);
  const isPlain = files.every(({ uploadTime }) => uploadTime === null || PLAIN_TIME.test(uploadTime));
  return strangeness(files, known) ?? (isTimed && !isPlain ? UNKNOWN_TIME : null);
}

const PLAIN_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function writerFor(
  { creator, isExport }: LockText,
  known: readonly LockedFile[],
): (file: ReleaseFile) => LockedFile {
  const [isSized, isTimed] = [
    known.some(({ size }) => size !== null),
    known.some(({ uploadTime }) => uploadTime !== null),
  ];
  return ({ filename, url, hashes, size, uploadTime }) => ({
    name: creator !== "uv" ? filename : isExport ? nameOfExport(filename) : null,
    url,
    sha256: sha256Of(hashes)?.slice("sha256:".length) ?? "",
    size: isSized ? size : null,
    // uv drops what is below a second.
    uploadTime: isTimed && uploadTime !== null ? `${uploadTime.slice(0, 19)}Z` : null,
  });
}

/** Of a wheel where it is not what the address has, since that is not in its normal form: a uv.lock has addresses, and names are made from them. */
function nameOfExport(filename: string): string | null {
  const end = filename.indexOf("-");
  const name = normalizeName(filename.slice(0, end)).replaceAll("-", "_") + filename.slice(end);
  return filename.endsWith(".whl") && name !== filename ? name : null;
}
