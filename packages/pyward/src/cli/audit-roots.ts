import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { findEnvironment } from "../find-environment.ts";
import { nodeTree, realPath } from "../host/node/index.ts";
import { PywardError } from "../model/index.ts";
import type { ImagesToRead } from "../read-images.ts";
import type { AuditRoot } from "../read-projects.ts";
import type { Io } from "./io.ts";
import { imagesAt } from "./image-roots.ts";
import { readPiped } from "./piped-file.ts";
import { isInside, posix, remember, shownPath } from "./shown-path.ts";
import type { Wanted } from "./wanted.ts";

/** Paths that share a root, on the way to an AuditRoot. Absolute, without links. */
interface Gathered {
  readonly folders: string[];
  readonly files: { readonly path: string; readonly source: string | null }[];
}

/** The trees to read and what of each. Throws PywardError `missing-path` before anything is audited. */
export async function rootsOf(wanted: Wanted, io: Io): Promise<readonly AuditRoot[]> {
  const byRoot = new Map<string, Gathered>();
  const others: AuditRoot[] = [];
  const nothingNamed = wanted.paths.length === 0 && wanted.requirements.length === 0;
  for (const path of nothingNamed ? ["."] : wanted.paths) {
    if (isNamedImage(path, io)) {
      const { namedImage } = await import("./named-images.ts");
      others.push(namedImage(path, wanted, io));
      continue;
    }
    const real = existing(path, io);
    const isDirectory = statSync(real).isDirectory();
    const images = await imagesAt(real, isDirectory, wanted.platforms ?? []);
    if (images !== null) others.push(imageRoot(real, images, io));
    else if (isDirectory && isBareRepository(real)) others.push(...(await headOf(path, wanted, io)));
    else if (isDirectory && isEnvironment(real)) others.push(await environmentRoot(real, io));
    else if (isDirectory && isSystem(real)) others.push(systemRoot(real, wanted, io));
    else if (isDirectory) gather(byRoot, rootFor(real, true, wanted, io)).folders.push(real);
    else gather(byRoot, rootFor(real, false, wanted, io)).files.push({ path: real, source: null });
  }
  for (const path of wanted.requirements) {
    const piped = await readPiped(path, io);
    if (piped !== null) {
      others.push(piped);
      continue;
    }
    const real = existing(path, io);
    if (statSync(real).isDirectory()) {
      throw new PywardError("usage", `-r wants a file, and ${path} is a directory`, {
        hint: `pyward audit ${path} audits it.`,
      });
    }
    gather(byRoot, rootFor(real, false, wanted, io)).files.push({ path: real, source: "requirements-txt" });
  }
  const { discovery } = wanted;
  const roots = [...byRoot].map(([root, gathered]) => auditRoot(root, gathered, io));
  return [...roots.map((root) => (discovery === undefined ? root : { ...root, discovery })), ...others];
}

/** An image in a registry or an engine. What lies on the disk under such a name is what is meant. */
function isNamedImage(path: string, io: Io): boolean {
  return /^(?:docker|podman|registry(?:\+https?)?):/.test(path) && !existsSync(resolve(io.cwd, path));
}

/** A git repository without a working tree (gitrepository-layout(5)): what it holds is in its commits. */
function isBareRepository(path: string): boolean {
  return ["HEAD", "refs", "objects"].every((name) => existsSync(join(path, name)));
}

async function headOf(path: string, { root, discovery }: Wanted, io: Io): Promise<readonly AuditRoot[]> {
  const { revisionRoots } = await import("./revision-roots.ts");
  return revisionRoots(
    { paths: [path], requirements: [], root, ...(discovery === undefined ? {} : { discovery }) },
    "HEAD",
    io,
  );
}

/** One environment as a tree of its own. Throws PywardError where none is found. */
export async function environmentRoot(path: string | null, io: Io): Promise<AuditRoot> {
  const { environment } = io;
  const found = inSystem(
    await findEnvironment({ path }, { tree: nodeTree, realPath, environment, cwd: io.cwd }),
  );
  const cwd = realpathSync(io.cwd);
  return {
    tree: nodeTree(found.root),
    folders: [],
    files: [],
    environments: [found.targetPath],
    workingDirectory: "",
    display: remember((inside) => shownPath(join(found.root, inside), cwd, found.root)),
  };
}

/** Of what is shown, the image itself has a path on this machine; what is in it has its path there. */
function imageRoot(path: string, images: ImagesToRead, io: Io): AuditRoot {
  const shown = shownPath(path, realpathSync(io.cwd), dirname(path));
  return {
    tree: nodeTree(path),
    folders: [],
    files: [],
    environments: [],
    workingDirectory: "",
    display: (inside) => (inside === "" ? shown : inside),
    images,
  };
}

/** The `usr` of a system, as a part of it: which package owns a file is written outside of `usr`. */
function inSystem<T extends { readonly root: string; readonly targetPath: string }>(found: T) {
  const top = dirname(found.root);
  return basename(found.root) === "usr" && isSystem(top)
    ? { root: top, targetPath: posix(join("usr", found.targetPath)).replace(/\/$/, "") }
    : found;
}

const SYSTEM_DATABASES = [
  "var/lib/dpkg/status",
  "var/lib/dpkg/status.d",
  "lib/apk/db/installed",
  "usr/lib/apk/db/installed",
  "var/lib/rpm",
  "usr/lib/sysimage/rpm",
];

/** The root of a system of dpkg, rpm or apk, such as an image that was unpacked. */
function isSystem(path: string): boolean {
  return SYSTEM_DATABASES.some((database) => existsSync(join(path, database)));
}

/** What its own Pythons have installed, and whatever else is found in it. */
function systemRoot(path: string, { discovery }: Wanted, io: Io): AuditRoot {
  const root = auditRoot(path, { folders: [path], files: [] }, io);
  const environments = ["usr", "usr/local"].filter((prefix) => hasPython(join(path, prefix)));
  return { ...root, environments, ...(discovery === undefined ? {} : { discovery }) };
}

/** A folder that cannot be listed may hold one: the reader of environments says what is wrong with it. */
function hasPython(prefix: string): boolean {
  return ["lib", "lib64"].some((folder) => {
    const path = join(prefix, folder);
    try {
      const pythons = readdirSync(path).filter((name) => /^python[\d.]*$/.test(name));
      return pythons.some((name) => SITES.some((site) => existsSync(join(path, name, site))));
    } catch {
      return existsSync(path);
    }
  });
}

const SITES = ["site-packages", "dist-packages"];

function gather(byRoot: Map<string, Gathered>, root: string): Gathered {
  const known = byRoot.get(root) ?? { folders: [], files: [] };
  byRoot.set(root, known);
  return known;
}

function auditRoot(root: string, gathered: Gathered, io: Io): AuditRoot {
  const cwd = realpathSync(io.cwd);
  const bases = [...gathered.folders, ...gathered.files.map(({ path }) => dirname(path))];
  const baseOf = (path: string): string => bases.find((base) => isInside(path, base)) ?? bases[0] ?? root;
  const first = baseOf(root);
  return {
    tree: nodeTree(root),
    place: root,
    folders: gathered.folders.map((path) => posix(relative(root, path))),
    files: gathered.files.map(({ path, source }) => ({ path: posix(relative(root, path)), source })),
    environments: [],
    workingDirectory: posix(relative(root, isInside(cwd, root) ? cwd : first)),
    display: remember((inside) => {
      const absolute = join(root, inside);
      return shownPath(absolute, cwd, baseOf(absolute));
    }),
  };
}

function existing(path: string, io: Io): string {
  const absolute = resolve(io.cwd, path);
  if (!existsSync(absolute)) {
    throw new PywardError("missing-path", `${path} does not exist`, { hint: hintFor(path, io) });
  }
  return realpathSync(absolute);
}

const COMMANDS = ["audit", "env", "check", "diff", "sbom", "explain", "why", "render", "ignore", "db"];

function hintFor(path: string, io: Io): string {
  const command = COMMANDS.find((name) => name !== path && isNearly(name, path.toLowerCase()));
  if (command !== undefined) return `Did you mean the command: pyward ${command}?`;
  return isAbsolute(path)
    ? "Check the path."
    : `Paths are relative to the working directory, ${basename(io.cwd) || "/"}.`;
}

/** The same letters, or one letter more, fewer or other. */
function isNearly(name: string, typed: string): boolean {
  if ([...name].toSorted().join("") === [...typed].toSorted().join("")) return true;
  const [short, long] = name.length < typed.length ? [name, typed] : [typed, name];
  if (long.length - short.length > 1) return false;
  for (let at = 0; at < long.length; at++) {
    const without = long.slice(0, at) + long.slice(at + 1);
    if (
      without === short ||
      (short.length === long.length && without === short.slice(0, at) + short.slice(at + 1))
    )
      return true;
  }
  return false;
}

function rootFor(path: string, isDirectory: boolean, wanted: Wanted, io: Io): string {
  if (wanted.root !== null) {
    const root = existing(wanted.root, io);
    if (!isInside(path, root))
      throw new PywardError("usage", `--root ${wanted.root} does not hold what is to be audited`);
    return root;
  }
  return topOf(isDirectory ? path : dirname(path));
}

/** The top of the repository that holds a folder; the folder itself where none does. */
export function topOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** A virtual environment (PEP 405), or a folder that packages were installed into. */
export function isEnvironment(path: string): boolean {
  return existsSync(join(path, "pyvenv.cfg")) || /^(?:site|dist)-packages$/.test(basename(path));
}
