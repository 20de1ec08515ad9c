import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { FileTree, ReadResult } from "../host/index.ts";
import { folderOf, joinPath } from "../model/index.ts";
import type { BroughtAdvisories, ConfigFile, ConfigProblem, Extension } from "./config-file.ts";
import { parseConfig, type ConfigText, type ParsedConfig } from "./parse-config.ts";

/** A file that may hold configuration. */
export interface ConfigLocation extends Pick<ConfigText, "path" | "isTrusted" | "form" | "folder"> {
  readonly tree: FileTree;
  /** In the tree's coordinates. */
  readonly file: string;
  /** The tree's folder on this machine: what a trusted file extends may lie beside it. Null: nothing outside of the tree. */
  readonly root: string | null;
}

/** Opens a folder of the machine that a configuration names, by its absolute path. */
export type OpenFolder = (absolute: string) => FileTree;

/** A file with those that it extends, the lowest floor first; the file itself is last. */
export type ReadConfig =
  | { readonly kind: "config"; readonly files: readonly LayeredFile[] }
  | Exclude<ParsedConfig, { readonly kind: "config" }>;

export interface LayeredFile extends ConfigFile {
  /** It is extended: no file that comes after it may be looser. */
  readonly isFloor: boolean;
}

/** A policy is some kilobytes; a pyproject.toml of more is no project's. */
const CONFIG_LIMIT = 4 * 1024 * 1024;
const SIGNATURE_LIMIT = 4096;
/** Of files that extend each other. */
const DEEPEST = 8;

/** Reads a file of configuration and what it extends. Nothing is thrown: what is wrong is said with its place. */
export async function readConfig(location: ConfigLocation, open: OpenFolder): Promise<ReadConfig> {
  const read = withAdvisories(await parsed(location, null), location, open);
  const own = await withVex(read, location, open);
  if (own.kind !== "config") return own;
  const files: LayeredFile[] = [{ ...own.file, isFloor: false }];
  let at = location;
  for (let extension = own.file.extension; extension !== null;) {
    if (files.length > DEEPEST) return wrong(extension, `more than ${DEEPEST} files extend each other`);
    const next = locate(extension, at, open);
    if (next === null)
      return wrong(
        extension,
        `${extension.file} lies outside of the repository`,
        "Pin it: extends = { file = …, sha256 = … } or { file = …, key = … }",
      );
    const inherited = withAdvisories(await parsed(next, extension), next, open);
    const floor = await withVex(inherited, next, open);
    if (floor.kind === "bad") return floor;
    if (floor.kind === "none") return wrong(extension, `${extension.file} does not exist`);
    files.unshift({ ...floor.file, isFloor: true });
    at = next;
    ({ extension } = floor.file);
  }
  return { kind: "config", files };
}

/** Suppliers that a repository may not pass itself off as. */
const PUBLIC_FEEDS = ["pypa", "ghsa", "osv", "kev", "epss"];
const MOST_PLACES = 100;

/** Of a repository's file, where its advisories lie: within the repository, so that a clone has nothing else of a machine read. */
function withAdvisories(read: ParsedConfig, location: ConfigLocation, open: OpenFolder): ParsedConfig {
  if (read.kind !== "config" || location.isTrusted) return read;
  const named = read.file.settings.find(({ key }) => key === "advisories")?.value;
  if (named?.kind !== "list") return read;
  const problems: ConfigProblem[] = [];
  const advisories = named.items.slice(0, MOST_PLACES).flatMap(({ text, place }): BroughtAdvisories[] => {
    const [, feed = "repository", file = text] = /^([A-Za-z0-9][\w.-]*)=([^]+)$/.exec(text) ?? [];
    const at = locate({ file, sha256: null, key: null, place }, location, open);
    if (at !== null && !PUBLIC_FEEDS.includes(feed))
      return [{ tree: at.tree, path: at.file, feed, title: at.path, place }];
    const what =
      at === null ? `${file} lies outside of the repository` : `${feed} is the name of a public feed`;
    problems.push({ place, message: `advisories: ${what}`, hint: null });
    return [];
  });
  const settings = read.file.settings.filter(({ key }) => key !== "advisories");
  if (named.items.length > MOST_PLACES)
    problems.push({
      place: named.items[MOST_PLACES]?.place ?? { path: location.path, line: 1 },
      message: `advisories has more than ${MOST_PLACES} places`,
      hint: null,
    });
  if (problems.length > 0) return { kind: "bad", problems };
  return { kind: "config", file: { ...read.file, settings, advisories } };
}

/** A file with the waivers of the VEX documents that it names. */
async function withVex(
  read: ParsedConfig,
  location: ConfigLocation,
  open: OpenFolder,
): Promise<ParsedConfig> {
  if (read.kind !== "config") return read;
  const named = read.file.settings.find(({ key }) => key === "vex")?.value;
  if (named?.kind !== "list") return read;
  const { readVexFiles } = await import("./vex/read-vex-files.ts");
  const places = named.items.map(({ text, place }) => ({
    name: text,
    place,
    at: locate({ file: text, sha256: null, key: null, place }, location, open),
  }));
  const { waivers, problems } = await readVexFiles(places);
  if (problems.length > 0) return { kind: "bad", problems };
  return { kind: "config", file: { ...read.file, waivers: [...read.file.waivers, ...waivers] } };
}

function wrong({ place }: Extension, message: string, hint: string | null = null): ReadConfig {
  return { kind: "bad", problems: [{ place, message: `extends: ${message}`, hint }] };
}

/**
 * What is extended. A repository's file may name one within the repository, or any one whose content or signer it pins: else a
 * cloned repository could have whatever lies on a machine read.
 */
function locate(
  { file, sha256: pin, key }: Extension,
  from: ConfigLocation,
  open: OpenFolder,
): ConfigLocation | null {
  const { tree, isTrusted, folder } = from;
  const name = file.replaceAll("\\", "/");
  const base = { isTrusted, form: "pyward", folder, root: null } as const;
  const isAbsolute = name.startsWith("/") || /^[A-Za-z]:\//.test(name);
  const inside = isAbsolute ? (tree.pathOf?.(name) ?? null) : normalised(joinPath(folderOf(from.file), name));
  if (inside !== null) return { ...base, tree, file: inside, path: besides(from, inside) };
  if (!isTrusted && pin === null && key === null) return null;
  const absolute = isAbsolute
    ? name
    : from.root === null
      ? null
      : `${from.root}/${folderOf(from.file)}/${name}`;
  if (absolute === null) return null;
  return {
    ...base,
    tree: open(folderOf(absolute) || "/"),
    file: absolute.slice(absolute.lastIndexOf("/") + 1),
    path: name,
  };
}

/** Null where it leads out of the tree. */
function normalised(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** How people see a file of the same tree. */
function besides(from: ConfigLocation, inside: string): string {
  const shared = from.path.endsWith(from.file) ? from.path.slice(0, from.path.length - from.file.length) : "";
  return shared + inside;
}

async function parsed(location: ConfigLocation, extension: Extension | null): Promise<ParsedConfig> {
  const { tree, file, path, form } = location;
  const read = await tree.read(file, CONFIG_LIMIT);
  if (read.kind !== "file") {
    const why = failureOf(read, form, extension);
    return why === null
      ? { kind: "none" }
      : {
          kind: "bad",
          problems: [{ place: extension?.place ?? { path, line: 1 }, message: why, hint: null }],
        };
  }
  const digest = bytesToHex(sha256(read.bytes));
  if (extension !== null && extension.sha256 !== null && extension.sha256 !== digest) {
    const message = `extends: ${extension.file} is not the file that sha256 pins`;
    return {
      kind: "bad",
      problems: [{ place: extension.place, message, hint: "Compare it, then pin what it is now." }],
    };
  }
  const unsigned = await whyUnsigned(read.bytes, location, extension);
  if (unsigned !== null) return { kind: "bad", problems: [unsigned] };
  const text = decoded(read.bytes);
  if (text === null)
    return {
      kind: "bad",
      problems: [{ place: { path, line: 1 }, message: "this is not UTF-8", hint: null }],
    };
  return parseConfig({ ...location, text, sha256: digest });
}

/** Null where no signature is asked for, or there is one over these bytes by the key that is pinned. */
async function whyUnsigned(
  bytes: Uint8Array,
  { tree, file }: ConfigLocation,
  extension: Extension | null,
): Promise<ConfigProblem | null> {
  if (extension === null || extension.key === null) return null;
  const { isPublicKey, isSignedBy } = await import("./check-signature.ts");
  const { file: name, key, place } = extension;
  const because = (message: string, hint: string): ConfigProblem => ({
    place,
    message: `extends: ${message}`,
    hint,
  });
  if (!isPublicKey(key)) return because("key is no Ed25519 public key", "It is one line of a PEM file.");
  const read = await tree.read(`${file}.sig`, SIGNATURE_LIMIT);
  if (read.kind !== "file")
    return because(`${name}.sig cannot be read (${read.kind})`, `It holds the signature of ${name}.`);
  return isSignedBy(bytes, { key, signature: read.bytes })
    ? null
    : because(
        `${name} is not signed by the key: ${name}.sig is of another file or another key`,
        "Fetch both anew.",
      );
}

/** Null where there is nothing to read. What is wrong with a pyproject.toml is its source's to say. */
function failureOf(
  read: Exclude<ReadResult, { readonly kind: "file" }>,
  form: ConfigText["form"],
  extension: Extension | null,
): string | null {
  const name = extension === null ? "the configuration" : `extends: ${extension.file}`;
  switch (read.kind) {
    case "missing":
      return null;
    case "too-large":
      return form === "pyproject" ? null : `${name} is larger than ${CONFIG_LIMIT / 1024 / 1024} MiB`;
    case "unreadable":
      return form === "pyproject" ? null : `${name} cannot be read: ${read.reason}`;
    case "outside-root":
      return form === "pyproject" ? null : `${name} is a link that leads out of the repository`;
    default:
      return form === "pyproject" ? null : `${name} is not a file`;
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
