import type { FileTree, ReadResult } from "../../../../host/index.ts";
import { fileOrigin, makeGap, type GapCode, type SystemPackage } from "../../../../model/index.ts";
import { addOwner, isMetadata, type DigestAlgorithm, type Owners, type ReadOwners } from "../owner.ts";
import { headersInBerkeleyHash } from "./berkeley-hash.ts";
import { fixesInTexts } from "./changelog.ts";
import { RpmDamage } from "./damage.ts";
import { readHeader, type RpmHeader } from "./header.ts";
import { headersInNdb } from "./ndb.ts";
import { headersInSqlite } from "./sqlite-table.ts";

/** Where distributions keep it; the newer places are links to one another in some of them. */
const FOLDERS = ["usr/lib/sysimage/rpm", "var/lib/rpm", "usr/share/rpm"];
/** Above the database of a full workstation. */
const LIMIT = 512 * 1024 * 1024;

interface Database {
  readonly path: string;
  readonly headers: (file: Uint8Array, log: Uint8Array | null) => Generator<Uint8Array>;
}

/** The three storages of rpm (rpm.org, "Databases"), the current one first. */
const STORAGES = [
  { file: "rpmdb.sqlite", headers: headersInSqlite },
  { file: "Packages.db", headers: headersInNdb },
  { file: "Packages", headers: headersInBerkeleyHash },
] as const;

/**
 * Which metadata rpm owns, and what each package's changelog, which is in the database, says to have fixed; null where the tree's root is no system of
 * rpm. What of the database cannot be read is a gap: then nobody knows who owns what it would have said.
 */
export async function readRpm(tree: FileTree): Promise<ReadOwners | null> {
  const database = await findDatabase(tree);
  if (database === null) return null;
  const { path, headers } = database;
  const owners: Owners = new Map();
  const fail = (code: GapCode, why: string): ReadOwners => {
    const reason = `${why}: which distributions rpm owns, and what is fixed in them, could not be read from its database`;
    return { owners, gaps: [makeGap({ code, reason, origin: fileOrigin(path) })] };
  };
  const read = await tree.read(path, LIMIT);
  if (read.kind !== "file") return fail(...failureOf(read));
  const log = await tree.read(`${path}-wal`, LIMIT);
  if (log.kind !== "file" && log.kind !== "missing") return fail(...failureOf(log));
  try {
    const files = [read.bytes, log.kind === "file" ? log.bytes : null] as const;
    let left = files.reduce((sum, file) => sum + (file?.length ?? 0), 0);
    for (const blob of headers(...files)) {
      left -= blob.length;
      if (left < 0) throw new RpmDamage("headers in it lie on one another");
      addOwned(owners, blob);
    }
  } catch (error) {
    if (error instanceof RpmDamage) return fail("unreadable", error.message);
    throw error;
  }
  return { owners, gaps: [] };
}

async function findDatabase(tree: FileTree): Promise<Database | null> {
  for (const { file, headers } of STORAGES)
    for (const folder of FOLDERS) {
      const path = `${folder}/${file}`;
      const found = await tree.stat(path);
      if (found.kind !== "missing" && found.kind !== "not-a-directory") return { path, headers };
    }
  return null;
}

function failureOf(read: Exclude<ReadResult, { readonly kind: "file" }>): [GapCode, string] {
  if (read.kind === "too-large") return ["limit-exceeded", `it has more than ${read.limit} bytes`];
  if (read.kind === "outside-root") return ["outside-root", "it is a link that leads out of the root"];
  return ["unreadable", read.kind === "unreadable" ? read.reason : "it is no file"];
}

const INFO = Buffer.from("-info");

function addOwned(owners: Owners, blob: Uint8Array): void {
  // Most packages have no Python: searching a header is cheaper than decoding it.
  const mentions = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength).includes(INFO);
  const header = readHeader(blob);
  if (!mentions) return;
  const paths = pathsOf(header);
  if (!paths.some(isMetadata)) return;
  const found = describe(header);
  if (found === null) return;
  const algorithm = ALGORITHMS[header.numbers("fileDigestAlgorithm")[0] ?? 1];
  const digests = header.texts("fileDigests");
  const states = header.numbers("fileStates");
  for (const [at, path] of paths.entries()) {
    const digest = digests[at]?.toLowerCase() ?? "";
    if (!isMetadata(path) || digest === "" || (states[at] ?? INSTALLED) !== INSTALLED) continue;
    // An unknown algorithm compares with nothing, so the file is not taken for unchanged.
    const known = algorithm === undefined ? { digest: "", algorithm: "md5" as const } : { digest, algorithm };
    addOwner(owners, path, { ...known, describe: () => Promise.resolve(found) });
  }
}

/** Of the states of a file: others were replaced by another package, or never installed. */
const INSTALLED = 0;

/** As OpenPGP numbers hashes (RFC 9580, 9.5); older headers have none, and MD5. */
const ALGORITHMS: Readonly<Record<number, DigestAlgorithm>> = {
  1: "md5",
  2: "sha1",
  8: "sha256",
  9: "sha384",
  10: "sha512",
  11: "sha224",
};

/** Each file's folder and name, without the leading slash; only the name of what cannot be metadata. */
function pathsOf(header: RpmHeader): readonly string[] {
  const folders = header.texts("dirNames").map((folder) => folder.replace(/^\/+/, ""));
  const indexes = header.numbers("dirIndexes");
  let left = MAX_PATHS;
  return header.texts("baseNames").map((name, at) => {
    if (!MAY_BE_METADATA.test(name)) return name;
    const folder = folders[indexes[at] ?? -1];
    if (folder === undefined) throw new RpmDamage("a file in it is in no folder");
    left -= folder.length + name.length;
    if (left < 0) throw new RpmDamage("a header in it has too many long paths");
    return folder + name;
  });
}

const MAY_BE_METADATA = /^(?:METADATA|PKG-INFO)$|\.egg-info$/;
/** Characters of all such paths of a package; a package has a few hundred of a hundred each. */
const MAX_PATHS = 16 * 1024 * 1024;

/** Null of a header without a name and version, which is none of a package. */
function describe(header: RpmHeader): SystemPackage | null {
  const [name, version, release] = [header.text("name"), header.text("version"), header.text("release")];
  if (name === null || version === null || release === null) return null;
  const epoch = header.numbers("epoch")[0];
  const before = epoch === undefined ? "" : `${epoch}:`;
  const [, source, sourceVersion] =
    /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(header.text("sourceRpm") ?? "") ?? [];
  return {
    manager: "rpm",
    name,
    version: `${before}${version}-${release}`,
    fixes: fixesInTexts(header.texts("changelogTexts")),
    // The name of the source package says no epoch: packages have that of their source, save where a spec says otherwise.
    source: source === undefined ? undefined : { name: source, version: `${before}${sourceVersion}` },
  };
}
