import type { CoreMetadata } from "./core-metadata.ts";
import { compareVersions } from "./version-order.ts";
import { parseVersion } from "./version.ts";

const FIRST_STATIC = parseVersion("2.2");

/**
 * Whether what an sdist's metadata says of those fields (in lower case) is what every build of it says. PEP 643: from version 2.2 on, what is not called
 * dynamic is.
 */
export function areStatic({ metadataVersion, dynamic }: CoreMetadata, fields: readonly string[]): boolean {
  const written = parseVersion(metadataVersion ?? "");
  if (!written.ok || !FIRST_STATIC.ok || compareVersions(written.value, FIRST_STATIC.value) < 0) return false;
  return !fields.some((field) => dynamic.includes(field));
}
