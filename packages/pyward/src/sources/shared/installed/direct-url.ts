import { isObject, parseObject, type JsonObject, type PackageSource } from "../../../model/index.ts";

/** Where a distribution was installed from, when not from an index. */
export interface DirectUrl {
  readonly source: PackageSource;
  readonly isEditable: boolean;
  /** `algorithm:hex`, sorted. */
  readonly hashes: readonly string[];
  /** The absolute folder that a `file:` URL names, for comparing only: never shown. Null for others. */
  readonly folder: string | null;
}

/**
 * Reads a `direct_url.json` (PEP 610). Userinfo, query and fragment of the URL are dropped, and a local path is the
 * machine's own business: its `url` is null. Null where the text is no such object.
 */
export function parseDirectUrl(text: string): DirectUrl | null {
  const record = parseObject(text);
  if (record === null || typeof record["url"] !== "string") return null;
  const url = record["url"];
  const directory = objectIn(record, "dir_info");
  const archive = objectIn(record, "archive_info");
  const repository = objectIn(record, "vcs_info");
  const local = folderOf(url);
  if (directory !== null || (archive === null && repository === null && local !== null)) {
    const isEditable = directory?.["editable"] === true;
    return { source: { type: "path", url: null }, isEditable, hashes: [], folder: local };
  }
  const shown = local === null ? withoutSecrets(url) : null;
  const type = repository?.["vcs"] === "git" ? "git" : local !== null ? "path" : "url";
  return { source: { type, url: shown }, isEditable: false, hashes: hashesOf(archive), folder: local };
}

function objectIn(record: JsonObject, key: string): JsonObject | null {
  const value = record[key];
  return isObject(value) ? value : null;
}

/** `hashes` is the present form, `hash` (`algorithm=hex`) the first one. */
function hashesOf(archive: JsonObject | null): readonly string[] {
  if (archive === null) return [];
  const hashes = new Set<string>();
  for (const [algorithm, hex] of Object.entries(objectIn(archive, "hashes") ?? {})) {
    if (typeof hex === "string") hashes.add(`${algorithm}:${hex}`);
  }
  if (typeof archive["hash"] === "string") hashes.add(archive["hash"].replace("=", ":"));
  return [...hashes].filter((hash) => /^[a-z0-9_]+:[0-9a-f]+$/.test(hash)).toSorted();
}

function withoutSecrets(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.host === "") return null;
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function folderOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "file:") return null;
  try {
    return decodeURIComponent(url.pathname).replace(/^\/(?=[A-Za-z]:)/, "");
  } catch {
    return null;
  }
}
