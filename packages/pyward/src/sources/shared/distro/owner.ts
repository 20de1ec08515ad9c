import type { Gap, SystemPackage } from "../../../model/index.ts";

/** How a manager records what a file was. */
export type DigestAlgorithm = "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512";

/** Who owns a metadata file, and what the file was when it was installed. */
export interface Owner {
  readonly digest: string;
  readonly algorithm: DigestAlgorithm;
  /** With what the package says to have fixed, which is read only when it is asked for. */
  describe(): Promise<SystemPackage>;
}

/** Owners by path; more than one is a conflict. */
export type Owners = Map<string, Owner[]>;

/** What a manager's database says, and what of it could not be read. */
export interface ReadOwners {
  readonly owners: Owners;
  readonly gaps: readonly Gap[];
}

export function addOwner(owners: Owners, path: string, owner: Owner): void {
  const known = owners.get(path);
  if (known === undefined) owners.set(path, [owner]);
  else known.push(owner);
}

/** Metadata of a Python distribution, the only files of which an owner is looked for. */
export function isMetadata(path: string): boolean {
  return /\.(?:dist-info\/METADATA|egg-info(?:\/PKG-INFO)?)$/.test(path);
}
