import { fileOrigin, makeGap, type Gap, type Origin } from "../../../model/index.ts";
import {
  compareVersions,
  isValidName,
  normalizeName,
  parseVersion,
  type PackageName,
} from "../../../python/index.ts";
import { harmless } from "../harmless.ts";
import type { CoreMetadata } from "../../../python/core-metadata.ts";

/** What the file's own name says; null where it is not named as its format wants. */
export interface Named {
  readonly name: PackageName;
  readonly version: string;
}

/** The release that an artifact is. */
export interface Release extends Named {
  /** The line of its metadata that says the version, else the whole artifact. */
  readonly origin: Origin;
}

interface Released {
  /** Null where nothing says which release it is. */
  readonly release: Release | null;
  readonly gaps: readonly Gap[];
}

/**
 * The metadata inside says which release an artifact is: that is what gets installed. A file name that says another one
 * is a gap, for installers refuse such a file or take it for what it is called; so is metadata that does not say it.
 */
export function releaseOf(path: string, metadata: CoreMetadata | null, named: Named | null): Released {
  const name = metadata?.name ?? "";
  const version = metadata?.version ?? null;
  if (metadata === null || !isValidName(name) || version === null) return byName(path, named);
  const origin: Origin = {
    ...fileOrigin(path),
    line: metadata.versionLine,
    column: metadata.versionLine === null ? null : 1,
  };
  const release = { name: normalizeName(name), version, origin };
  if (named === null || isSame(release, named)) return { release, gaps: [] };
  const reason = `its metadata says ${show(release)} and its file name ${show(named)}; it was audited as the first, and as what the second is it was not`;
  return { release, gaps: [makeGap({ code: "unparsable-file", name: release.name, reason, origin })] };
}

function byName(path: string, named: Named | null): Released {
  const origin = fileOrigin(path);
  const lacking = "its metadata does not say which release it is";
  const reason = named === null ? lacking : `${lacking}; taken for ${show(named)} by its file name`;
  const gap = makeGap({ code: "unparsable-file", name: named?.name ?? null, reason, origin });
  return { release: named === null ? null : { ...named, origin }, gaps: [gap] };
}

function isSame(one: Named, other: Named): boolean {
  if (one.name !== other.name) return false;
  const [left, right] = [parseVersion(one.version), parseVersion(other.version)];
  return left.ok && right.ok ? compareVersions(left.value, right.value) === 0 : one.version === other.version;
}

function show({ name, version }: Named): string {
  return `${harmless(name)} ${harmless(version)}`;
}
