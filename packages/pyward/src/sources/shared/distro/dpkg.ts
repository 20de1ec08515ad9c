import type { FileTree } from "../../../host/index.ts";
import type { SystemPackage } from "../../../model/index.ts";
import { changelogFixes } from "./changelog.ts";
import { parseStatus, parseUnpacked, type DpkgPackage } from "./dpkg-status.ts";
import { addOwner, isMetadata, type Owners } from "./owner.ts";

const FOLDER = "var/lib/dpkg";
const LIST_LIMIT = 16 * 1024 * 1024;
/** Of packages unpacked into an image without dpkg, which has a few dozen. */
const MAX_UNPACKED = 20_000;
const MAX_BYTES = 256 * 1024 * 1024;

/** A package with the base of the names of its records. */
interface Recorded {
  readonly one: DpkgPackage;
  readonly base: string;
  /** Its list of files; null of one that has none beside its sums. */
  readonly list: string | null;
}

/** Which metadata dpkg owns (dpkg(1), deb-md5sums(5)); null where the tree's root is no system of dpkg. */
export async function readDpkg(tree: FileTree): Promise<Owners | null> {
  const recorded = [...(await installed(tree)), ...(await unpacked(tree))];
  if (recorded.length === 0) return null;
  const diverted = parseDiversions((await textOf(tree, `${FOLDER}/diversions`)) ?? "");
  const owners: Owners = new Map();
  let bytes = 0;
  for (const { one, base, list } of recorded) {
    const sums = await textOf(tree, `${base}.md5sums`);
    if (sums === null) continue;
    bytes += sums.length;
    if (bytes > MAX_BYTES) break;
    const digests = parseSums(sums);
    if (digests.size === 0) continue;
    const listed = list === null ? null : new Set(((await textOf(tree, list)) ?? "").split("\n"));
    for (const [path, digest] of digests) {
      if (listed?.has(`/${path}`) === false || !isInPlace(path, one, diverted)) continue;
      addOwner(owners, path, { digest, algorithm: "md5", describe: () => describe(tree, one) });
    }
  }
  return owners;
}

async function describe(tree: FileTree, one: DpkgPackage): Promise<SystemPackage> {
  return {
    manager: "dpkg",
    name: one.name,
    version: one.version,
    fixes: await changelogFixes(tree, one),
    source: { name: one.sourceName, version: one.sourceVersion },
  };
}

async function installed(tree: FileTree): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  for (const one of parseStatus((await textOf(tree, `${FOLDER}/status`)) ?? "")) {
    const base = await recordOf(tree, one);
    if (base !== null) recorded.push({ one, base, list: `${base}.list` });
  }
  return recorded;
}

/** Images without dpkg (distroless) have a file for each package that was unpacked into them, and its sums beside it. */
async function unpacked(tree: FileTree): Promise<readonly Recorded[]> {
  const folder = `${FOLDER}/status.d`;
  const listed = await tree.list(folder);
  if (listed.kind !== "directory") return [];
  const recorded: Recorded[] = [];
  for (const { name, kind } of listed.entries.slice(0, MAX_UNPACKED)) {
    if (kind !== "file" || name.endsWith(".md5sums")) continue;
    const [one] = parseUnpacked((await textOf(tree, `${folder}/${name}`)) ?? "");
    if (one !== undefined) recorded.push({ one, base: `${folder}/${name}`, list: null });
  }
  return recorded;
}

async function textOf(tree: FileTree, path: string): Promise<string | null> {
  const read = await tree.read(path, LIST_LIMIT);
  return read.kind === "file" ? new TextDecoder().decode(read.bytes) : null;
}

/** Packages that may be there for several architectures have theirs in the name of their records. */
async function recordOf(tree: FileTree, { name, architecture }: DpkgPackage): Promise<string | null> {
  for (const base of [`${FOLDER}/info/${name}`, `${FOLDER}/info/${name}:${architecture}`])
    if ((await tree.stat(`${base}.md5sums`)).kind === "found") return base;
  return null;
}

function parseSums(text: string): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (!isMetadata(line)) continue;
    const [, digest, path] = /^([0-9a-f]{32}) {2}(?:\.\/)?(.+)$/.exec(line) ?? [];
    if (digest !== undefined && path !== undefined) digests.set(path, digest);
  }
  return digests;
}

interface Diversions {
  /** The package whose file stays at a path that others are diverted from. */
  readonly keepers: ReadonlyMap<string, string>;
  readonly targets: ReadonlySet<string>;
}

/** Lines of three: a path, where others' files go instead, and the package that wants it so (dpkg-divert(1)). */
function parseDiversions(text: string): Diversions {
  const lines = text.split("\n");
  const keepers = new Map<string, string>();
  const targets = new Set<string>();
  for (let at = 0; at + 2 < lines.length; at += 3) {
    keepers.set((lines[at] ?? "").slice(1), lines[at + 2] ?? "");
    targets.add((lines[at + 1] ?? "").slice(1));
  }
  return { keepers, targets };
}

/** Whether the package's file is the one at its path. */
function isInPlace(path: string, { name }: DpkgPackage, { keepers, targets }: Diversions): boolean {
  const keeper = keepers.get(path);
  return !targets.has(path) && (keeper === undefined || keeper === name);
}
