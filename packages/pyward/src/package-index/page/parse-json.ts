import { isObject, parseObject, type JsonObject } from "../../model/index.ts";
import { isValidName, normalizeName, type PackageName } from "../../python/index.ts";
import { buildPage, MAX_FILES } from "./build-page.ts";
import type { WrittenFile } from "./listed-file.ts";
import type { PageResult } from "./project-page.ts";

/** PEP 691, with what PEP 700, 708, 714 and 792 add. A file that is not written as they want is left out. */
export function parseJsonPage(name: PackageName, url: URL, text: string): PageResult {
  const root = parseObject(text);
  const files = root?.["files"];
  if (root === null || !Array.isArray(files))
    return { kind: "failed", code: "unparsable-file", reason: "its answer is no page of a project" };
  const own = root["name"];
  if (typeof own === "string" && isValidName(own) && normalizeName(own) !== name)
    return { kind: "failed", code: "unparsable-file", reason: "it answers for another project" };
  const meta = objectIn(root, "meta");
  const status = objectIn(root, "project-status");
  return buildPage(
    name,
    { url, base: url },
    {
      apiVersion: textIn(meta, "api-version"),
      files: files.slice(0, MAX_FILES + 1).flatMap((file: unknown) => (isObject(file) ? fileOf(file) : [])),
      versions: Array.isArray(root["versions"]) ? textsIn(root, "versions") : null,
      state: textIn(status, "status"),
      stateReason: textIn(status, "reason"),
      tracks: textsIn(meta, "tracks"),
      alternateLocations: textsIn(root, "alternate-locations"),
    },
  );
}

function fileOf(file: JsonObject): readonly WrittenFile[] {
  const [name, href] = [textIn(file, "filename"), textIn(file, "url")];
  if (name === null || href === null) return [];
  const size = file["size"];
  return [
    {
      name,
      href,
      hashes: () => hashesOf(file["hashes"]),
      requiresPython: textIn(file, "requires-python"),
      yanked: yankedBy(file["yanked"]),
      metadata: advertised(
        file["core-metadata"] ?? file["dist-info-metadata"] ?? file["data-dist-info-metadata"],
      ),
      size: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : null,
      uploaded: textIn(file, "upload-time"),
    },
  ];
}

/** A reason, or whether it is. */
function yankedBy(value: unknown): string | null {
  if (typeof value === "string") return value;
  return value === true ? "" : null;
}

/** PEP 714: `core-metadata`, or the older name; a dictionary of hashes, or whether there is one. */
function advertised(value: unknown): WrittenFile["metadata"] {
  if (value === true) return () => [];
  return isObject(value) ? () => hashesOf(value) : null;
}

function hashesOf(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([algorithm, hex]) =>
    typeof hex === "string" ? `${algorithm}:${hex}` : [],
  );
}

function objectIn(from: JsonObject, key: string): JsonObject {
  const value = from[key];
  return isObject(value) ? value : {};
}

function textIn(from: JsonObject, key: string): string | null {
  const value = from[key];
  return typeof value === "string" ? value : null;
}

function textsIn(from: JsonObject, key: string): readonly string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
