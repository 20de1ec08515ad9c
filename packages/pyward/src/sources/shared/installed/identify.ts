import type { ReadFailure } from "../../../host/index.ts";
import { fileOrigin, makeGap, type Gap, type GapCode, type Origin } from "../../../model/index.ts";
import {
  compareVersions,
  isValidName,
  normalizeName,
  parseVersion,
  type PackageName,
} from "../../../python/index.ts";
import { parseEntryName } from "./entry-name.ts";
import type { CoreMetadata } from "../../../python/core-metadata.ts";

/** The metadata of an entry, or why there is none. */
export type FoundMetadata =
  | { readonly kind: "metadata"; readonly path: string; readonly metadata: CoreMetadata }
  | { readonly kind: "failure"; readonly path: string; readonly failure: ReadFailure };

/** Which release an entry is. */
export type Identity =
  | {
      readonly kind: "release";
      readonly name: PackageName;
      readonly version: string;
      readonly origin: Origin;
      readonly notes: readonly string[];
      /** Metadata that is there and cannot be used could have said another name and version; null: no doubt. */
      readonly doubt: Gap | null;
    }
  | { readonly kind: "gap"; readonly gap: Gap };

/**
 * The metadata's name and version count, whatever the entry is called (core metadata specification). Where they cannot
 * be used, the name of the entry is the next best evidence, and a note or a gap says so.
 */
export function identify(entry: string, found: FoundMetadata): Identity {
  const written = usable(found);
  const named = parseEntryName(entry);
  const name = written.name ?? named?.name ?? null;
  const version = chooseVersion(written.version, named?.version ?? null);
  if (name === null || version === null) {
    const reason = `${explain(found)}, and the name of the entry does not say which release it is`;
    return { kind: "gap", gap: gapFor(found, name, reason) };
  }
  const line = version === written.version ? written.versionLine : null;
  const origin = { ...fileOrigin(found.path), line, column: line === null ? null : 1 };
  const isAsWritten = name === written.name && version === written.version;
  const release = `${normalizeName(name)} ${version}`;
  const fallback = `${explain(found)}; taken for ${release} by the name of the entry`;
  const doubt = isUnread(found) ? gapFor(found, name, fallback) : null;
  const inDoubt = doubt === null ? [`${entry}: ${fallback}`] : [];
  const notes = isAsWritten ? disagreement(entry, version, named?.version ?? null) : inDoubt;
  return { kind: "release", name: normalizeName(name), version, origin, notes, doubt };
}

/** There is metadata, and it was not read. */
function isUnread(found: FoundMetadata): boolean {
  return found.kind === "failure" && found.failure.kind !== "missing";
}

function usable(found: FoundMetadata): Pick<CoreMetadata, "name" | "version" | "versionLine"> {
  if (found.kind === "failure") return { name: null, version: null, versionLine: null };
  const { name, version, versionLine } = found.metadata;
  return { name: name !== null && isValidName(name) ? name : null, version, versionLine };
}

/** The written one, unless only the other can be compared with anything. */
function chooseVersion(written: string | null, named: string | null): string | null {
  if (written === null || named === null) return written ?? named;
  return !parseVersion(written).ok && parseVersion(named).ok ? named : written;
}

function disagreement(entry: string, written: string, named: string | null): readonly string[] {
  const [left, right] = [parseVersion(written), parseVersion(named ?? written)];
  if (!left.ok || !right.ok || compareVersions(left.value, right.value) === 0) return [];
  return [`${entry}: its metadata says ${written}, and that counts`];
}

const CODES: Readonly<Record<ReadFailure["kind"], GapCode>> = {
  missing: "unparsable-file",
  "outside-root": "outside-root",
  "not-a-file": "unparsable-file",
  "not-a-directory": "unparsable-file",
  "too-large": "limit-exceeded",
  unreadable: "unreadable",
};

function gapFor(found: FoundMetadata, name: string | null, reason: string): Gap {
  return makeGap({
    code: found.kind === "failure" ? CODES[found.failure.kind] : "unparsable-file",
    name: name === null ? null : normalizeName(name),
    reason,
    origin: fileOrigin(found.path),
  });
}

function explain(found: FoundMetadata): string {
  if (found.kind === "metadata") return "its metadata gives no usable name and version";
  const { failure } = found;
  switch (failure.kind) {
    case "missing":
      return "it has no metadata";
    case "outside-root":
      return "its metadata is a link out of the environment";
    case "too-large":
      return `its metadata is larger than ${failure.limit} bytes`;
    case "not-a-file":
    case "not-a-directory":
      return "its metadata is no file";
    case "unreadable":
      return `its metadata cannot be read (${failure.reason})`;
    default:
      return failure satisfies never;
  }
}
