// One history, stored in each way that git knows: what is compared is the way of storing.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";

export interface Layout {
  readonly name: string;
  /** Makes a repository of the history of `origin` in `folder` and gives the path to audit. */
  make(origin: string, folder: string): string;
}

/** git with no configuration but its own. */
export function git(cwd: string, args: readonly string[], input?: string | Buffer): Buffer {
  return execFileSync("git", ["-c", "gc.auto=0", "-c", "maintenance.auto=false", ...args], {
    cwd,
    env: {
      PATH: process.env["PATH"],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@b.example",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@b.example",
    },
    maxBuffer: 2 ** 31 - 1,
    stdio: ["pipe", "pipe", "ignore"],
    ...(input === undefined ? {} : { input }),
  });
}

function clone(origin: string, folder: string, ...args: readonly string[]): string {
  git(folder, ["clone", "--bare", "--no-local", ...args, `file://${origin}`, "r.git"]);
  return join(folder, "r.git");
}

function repacked(args: readonly string[]): Layout["make"] {
  return (origin, folder) => {
    const path = clone(origin, folder);
    git(path, [...args, "repack", "-adfq"]);
    return path;
  };
}

/** Without the packs of the clone, whose objects `take` brings back another way. */
function unpacked(path: string, take: (pack: string) => void): string {
  const packs = join(path, "objects/pack");
  const aside = join(path, "aside");
  mkdirSync(aside);
  for (const name of readdirSync(packs)) renameSync(join(packs, name), join(aside, name));
  for (const name of readdirSync(aside).filter((file) => file.endsWith(".pack"))) take(join(aside, name));
  return path;
}

/** The history as a stream, without submodules: their commits have ids of SHA-1. */
function exported(origin: string): Buffer {
  const args = ["fast-export", "--all", "--signed-tags=strip", "--tag-of-filtered-object=drop"];
  return Buffer.from(
    git(origin, args)
      .toString("latin1")
      .replaceAll(/^M 160000 .*\n/gm, ""),
    "latin1",
  );
}

export const LAYOUTS: readonly Layout[] = [
  { name: "as it was cloned", make: (origin, folder) => clone(origin, folder) },
  {
    name: "gc --aggressive, references packed",
    make: (origin, folder) => {
      const path = clone(origin, folder);
      git(path, ["pack-refs", "--all"]);
      git(path, ["gc", "--aggressive", "--quiet"]);
      return path;
    },
  },
  { name: "chains of 4,000 deltas", make: repacked(["-c", "pack.depth=4000", "-c", "pack.window=20"]) },
  { name: "deltas by id", make: repacked(["-c", "repack.useDeltaBaseOffset=false"]) },
  { name: "no deltas", make: repacked(["-c", "pack.depth=0"]) },
  { name: "index version 1", make: repacked(["-c", "pack.indexVersion=1"]) },
  {
    name: "offsets of 8 bytes",
    make: (origin, folder) => {
      const path = clone(origin, folder);
      return unpacked(path, (pack) => {
        const target = join(path, "objects/pack/pack-1.pack");
        renameSync(pack, target);
        git(path, ["index-pack", "--index-version=2,0x1000", target]);
      });
    },
  },
  {
    name: "loose objects",
    make: (origin, folder) => {
      const path = clone(origin, folder);
      return unpacked(path, (pack) =>
        git(path, ["unpack-objects", "-q"], execFileSync("cat", [pack], { maxBuffer: 2 ** 31 - 1 })),
      );
    },
  },
  {
    name: "many packs and a multi-pack-index",
    make: (origin, folder) => {
      const path = clone(origin, folder);
      git(path, ["repack", "-adfq", "--max-pack-size=1m"]);
      git(path, ["multi-pack-index", "write"]);
      git(path, ["commit-graph", "write", "--reachable"]);
      return path;
    },
  },
  {
    name: "objects of another inside the root",
    make: (origin, folder) => {
      clone(origin, folder);
      git(folder, ["init", "-q", "top"]);
      renameSync(join(folder, "r.git"), join(folder, "top/store.git"));
      git(folder, ["clone", "-q", "--shared", "--no-checkout", "top/store.git", "clone"]);
      renameSync(join(folder, "clone/.git"), join(folder, "top/inner"));
      git(join(folder, "top/inner"), ["config", "core.bare", "true"]);
      return join(folder, "top/inner");
    },
  },
  {
    name: "a linked working tree",
    make: (origin, folder) => {
      clone(origin, folder);
      git(join(folder, "r.git"), ["worktree", "add", "-q", "--no-checkout", "--detach", "../linked", "HEAD"]);
      return join(folder, "linked");
    },
  },
  {
    name: "a working tree",
    make: (origin, folder) => {
      git(folder, ["clone", "-q", "--no-local", "--no-checkout", `file://${origin}`, "work"]);
      return join(folder, "work");
    },
  },
  {
    name: "SHA-256",
    make: (origin, folder) => {
      git(folder, ["init", "-q", "--bare", "--object-format=sha256", "r.git"]);
      const path = join(folder, "r.git");
      git(path, ["fast-import", "--quiet", "--force"], exported(origin));
      git(path, ["symbolic-ref", "HEAD", git(origin, ["symbolic-ref", "HEAD"]).toString().trim()]);
      return path;
    },
  },
];
