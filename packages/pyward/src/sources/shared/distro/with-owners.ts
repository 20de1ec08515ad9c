import { createHash } from "node:crypto";
import type { FileTree } from "../../../host/index.ts";
import type { Dependency, Gap, SystemPackage } from "../../../model/index.ts";
import { readApk } from "./apk.ts";
import { readDpkg } from "./dpkg.ts";
import { readOsRelease } from "./os-release.ts";
import type { Owner, Owners, ReadOwners } from "./owner.ts";
import { readRpm } from "./rpm/rpm.ts";

interface WithOwners {
  readonly dependencies: readonly Dependency[];
  /** Of a database that could not be read. */
  readonly gaps: readonly Gap[];
}

/**
 * Says of each dependency which package of the system owns its metadata, where exactly one does and the file is still
 * what that package installed. The databases are looked for at the root of the tree only.
 */
export async function withOwners(tree: FileTree, dependencies: readonly Dependency[]): Promise<WithOwners> {
  if (dependencies.every(({ manager }) => manager !== null)) return { dependencies, gaps: [] };
  const rpm = dependencies.some(mayBeOfSystem) ? await rpmOwners(tree) : null;
  const gaps = rpm?.gaps ?? [];
  const read = [await readDpkg(tree), await readApk(tree), rpm?.owners ?? null];
  const databases = read.filter((owners) => owners !== null);
  if (databases.every(({ size }) => size === 0)) return { dependencies, gaps };
  const system = await readOsRelease(tree);
  const isMerged = await isLink(tree, "lib");
  const owned: Dependency[] = [];
  for (const dependency of dependencies) {
    const found =
      dependency.manager === null ? await ownerOf(tree, dependency, { databases, isMerged }) : null;
    owned.push(
      found === null ? dependency : managed(dependency, system === undefined ? found : { ...found, system }),
    );
  }
  return { dependencies: owned, gaps };
}

function managed(dependency: Dependency, systemPackage: SystemPackage): Dependency {
  return { ...dependency, manager: systemPackage.manager, systemPackage };
}

/** One reading for all environments of a tree: the database is large, and an image has several of them. */
const READ = new WeakMap<FileTree, Promise<ReadOwners | null>>();

function rpmOwners(tree: FileTree): Promise<ReadOwners | null> {
  const read = READ.get(tree) ?? readRpm(tree);
  READ.set(tree, read);
  return read;
}

/** Where distributions of rpm put what Python imports; what a supplier's package has elsewhere is judged by its version. */
function mayBeOfSystem({ manager, origins }: Dependency): boolean {
  return manager === null && origins.some(({ path }) => IN_SYSTEM.test(path));
}

const IN_SYSTEM = /(?:^|\/)usr\/lib(?:64)?\/python|^lib(?:64)?\/python/;

/** Where `lib` is a link to `usr/lib`, a file has two paths; packages may be built with either. */
async function isLink(tree: FileTree, name: string): Promise<boolean> {
  const listed = await tree.list("");
  return listed.kind === "directory" && listed.entries.some((entry) => entry.name === name && entry.isLink);
}

interface Databases {
  readonly databases: readonly Owners[];
  readonly isMerged: boolean;
}

/** A release in several places is the distribution's only where all of them are, of one package. */
async function ownerOf(
  tree: FileTree,
  { origins }: Dependency,
  { databases, isMerged }: Databases,
): Promise<SystemPackage | null> {
  const found: SystemPackage[] = [];
  for (const { path } of origins) {
    const names = isMerged
      ? [path.replace(/^usr\/lib\//, "lib/"), path.replace(/^lib\//, "usr/lib/")]
      : [path];
    const owners = databases.flatMap((one) => [...new Set(names)].flatMap((name) => one.get(name) ?? []));
    const [owner, ...others] = owners;
    if (owner === undefined || others.length > 0 || !(await isUnchanged(tree, path, owner))) return null;
    found.push(await owner.describe());
  }
  const [first, ...rest] = found;
  return first !== undefined && rest.every(({ name }) => name === first.name) ? first : null;
}

async function isUnchanged(tree: FileTree, path: string, { digest, algorithm }: Owner): Promise<boolean> {
  const read = await tree.read(path);
  return read.kind === "file" && createHash(algorithm).update(read.bytes).digest("hex") === digest;
}
