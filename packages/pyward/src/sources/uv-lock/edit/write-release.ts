import type { Release, ReleaseFile, VersionChange } from "../../../model/index.ts";
import { parseSpecifiers, satisfies } from "../../../python/index.ts";
import { pythonText, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import type { Block, FileText, LinkText, LockText } from "./locked-text.ts";
import { releaseLinks, type LinkSettings } from "./release-links.ts";
import { sha256Of, strangeness } from "../../shared/lock-edit/strange-files.ts";
import { isForAll, lockedWheel } from "../../shared/lock-edit/wheels.ts";
import type { WrittenPackage } from "./written.ts";

export interface ReleaseSettings extends LinkSettings {
  readonly lock: LockText;
  /** What stands in the lock of the package now; null: nothing. */
  readonly old: Block | null;
  /** Those of its extras that something needs, sorted. */
  readonly extras: readonly string[];
}

export type WrittenRelease =
  | { readonly kind: "written"; readonly written: WrittenPackage; readonly isPlain: boolean }
  /** The end of a sentence about the lock. */
  | { readonly kind: "unclear"; readonly reason: string };

/** A release in the words of a lock. `isPlain`: it is the same wherever the package is needed. */
export function writeRelease(
  { name, to, release }: VersionChange,
  settings: ReleaseSettings,
): WrittenRelease {
  const unclear = (what: string): WrittenRelease => ({ kind: "unclear", reason: `${name} ${to} ${what}` });
  if (to === null || release === null) return unclear("was not looked up in an index");
  if (!admits(release, settings.pythons))
    return unclear("is not for all versions of Python that the lock is for");
  const lists = listsOf(name, release, settings);
  if (typeof lists === "string") return { kind: "unclear", reason: lists };
  const registry = registryOf(settings);
  if (registry === null) return unclear("would come from one of several indexes");
  const files = filesOf(release, settings);
  if (typeof files === "string") return unclear(files);
  const links = [...lists.links, ...[...lists.extras.values()].flat()];
  const isPlain = files.isPlain && links.every(({ marker }) => marker === null);
  const { sdist, wheels } = files;
  const early = settings.lock.revision === 0 ? earlyReason(settings.lock, files, links) : null;
  if (early !== null) return unclear(early);
  const { timeKey } = settings.lock;
  return {
    kind: "written",
    written: { name, version: to, registry, ...lists, sdist, wheels, timeKey },
    isPlain,
  };
}

/** Locks without a revision are of uv below 0.6, of which the releases write conditions and choose wheels in more than one way. */
function earlyReason(
  { isForked, blocks }: LockText,
  { wheels }: Pick<WrittenPackage, "wheels">,
  links: readonly LinkText[],
): string | null {
  const all = [
    ...links,
    ...blocks.flatMap((block) => [...block.links, ...[...block.extras.values()].flat()]),
  ];
  if (isForked || all.some(({ marker }) => marker !== null))
    return "is written in several ways by early releases of uv";
  return wheels.some(({ url }) => /-graalpy[^/]*$/.test(url))
    ? "has wheels that not all early releases of uv lock"
    : null;
}

/** uv looks at where Python begins only: what it may not be above does not count. */
function admits({ requiresPython }: Release, [lowest]: PythonInterval): boolean {
  if (requiresPython === null) return true;
  const parsed = parseSpecifiers(requiresPython);
  return parsed.ok && satisfies(pythonText(lowest), parsed.value);
}

function listsOf(
  name: string,
  { requires, extras: provided }: Release,
  settings: ReleaseSettings,
): Pick<WrittenPackage, "links" | "extras"> | string {
  const main = releaseLinks({ name, requires }, null, settings);
  if (main.kind === "unclear") return main.reason;
  const extras = new Map<string, readonly LinkText[]>();
  for (const extra of settings.extras) {
    if (!provided.includes(extra)) return `${name} has no extra ${extra} any more`;
    const list = releaseLinks({ name, requires }, extra, settings);
    if (list.kind === "unclear") return list.reason;
    extras.set(extra, list.links);
  }
  return { links: main.links, extras };
}

/** Of a package that is new, that of all others. */
function registryOf({ old, lock }: ReleaseSettings): string | null {
  if (old !== null) return old.registry;
  const registries = new Set(lock.blocks.flatMap(({ registry }) => registry ?? []));
  return registries.size === 1 ? ([...registries][0] ?? null) : null;
}

function filesOf(
  { files }: Release,
  settings: ReleaseSettings,
):
  | { readonly sdist: FileText | null; readonly wheels: readonly FileText[]; readonly isPlain: boolean }
  | string {
  const sdists = files.filter(({ filename }) => /\.(?:tar\.gz|zip)$/.test(filename));
  if (sdists.length > 1) return "has several source distributions";
  const kept = files.flatMap((file) => {
    const wheel = file.filename.endsWith(".whl") ? lockedWheel(file, settings.pythons) : null;
    return wheel === null ? [] : [{ file, isPlain: isForAll(wheel) }];
  });
  const [sdist] = sdists;
  const written = [...(sdist === undefined ? [] : [sdist]), ...kept.map(({ file }) => file)];
  if (written.length === 0) return "has no file that uv would lock";
  const reason = strangeness(written, knownFiles(settings));
  if (reason !== null) return reason;
  return {
    sdist: sdist === undefined ? null : fileText(sdist, settings.lock),
    wheels: kept.map(({ file }) => fileText(file, settings.lock)),
    isPlain: kept.every(({ isPlain }) => isPlain),
  };
}

/** What stands in the lock of the package, or else of all others. */
function knownFiles({ old, lock }: ReleaseSettings): readonly FileText[] {
  const like = old === null ? lock.blocks.filter(({ registry }) => registry !== null) : [old];
  return like.flatMap(({ sdist, wheels }) => [...(sdist === null ? [] : [sdist]), ...wheels]);
}

/** The revision of the format with which times came. */
const TIMES_SINCE = 2;

function fileText({ url, hashes, size, uploadTime }: ReleaseFile, { revision }: LockText): FileText {
  return {
    url,
    hash: sha256Of(hashes) ?? "",
    size,
    uploadTime: revision < TIMES_SINCE || uploadTime === null ? null : inMilliseconds(uploadTime),
  };
}

/** Cut to milliseconds, without zeros at the end. */
function inMilliseconds(time: string): string {
  const [, seconds = time, fraction = ""] = /^(.*:\d\d)(?:\.(\d+))?Z$/.exec(time) ?? [];
  const digits = fraction.slice(0, 3).replace(/0+$/, "");
  return digits === "" ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
