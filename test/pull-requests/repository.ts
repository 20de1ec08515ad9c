// A real repository: a shop with two services, and a branch for each change. Made with git, read without it.
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes these files; null removes one; `from` moves another one there. */
export type Change = Readonly<Record<string, string | null | { readonly from: string }>>;

export const REQUIREMENTS = "brick==1.1\ngravel==1.0\ntile==1.4\nslate==2.0\n";
export const DEV_REQUIREMENTS = "beam==1.0\n";

const MANIFEST = `[project]
name = "api"
version = "1.0"
dependencies = ["wall"]
`;

/** As uv writes it: `wall` needs what is given. */
export function lockOf(packages: Readonly<Record<string, string>>): string {
  const needs = Object.keys(packages).filter((name) => name !== "wall");
  const entries = Object.entries(packages).map(([name, version]) =>
    [
      `[[package]]\nname = "${name}"\nversion = "${version}"`,
      `source = { registry = "https://index.example/simple" }`,
      ...(name === "wall" && needs.length > 0
        ? [`dependencies = [\n${needs.map((need) => `    { name = "${need}" },\n`).join("")}]`]
        : []),
      `sdist = { url = "https://files.index.example/${name}-${version}.tar.gz", hash = "sha256:${"0".repeat(64)}", size = 1 }`,
    ].join("\n"),
  );
  const project = `[[package]]\nname = "api"\nversion = "1.0"\nsource = { virtual = "." }\ndependencies = [\n    { name = "wall" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = "wall" }]`;
  return `version = 1\nrequires-python = ">=3.12"\n\n${[project, ...entries].join("\n\n")}\n`;
}

export const LOCK = lockOf({ mortar: "3.1", wall: "1.0" });

/** What `main` had when the branches left it. */
const FILES: Change = {
  "README.md": "A shop.\n",
  "requirements.txt": REQUIREMENTS,
  "requirements-dev.txt": DEV_REQUIREMENTS,
  "services/api/pyproject.toml": MANIFEST,
  "services/api/uv.lock": LOCK,
};

export function git(cwd: string, ...args: readonly string[]): string {
  const environment = {
    PATH: process.env["PATH"],
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b.example",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b.example",
    GIT_AUTHOR_DATE: "2026-11-01T00:00:00Z",
    GIT_COMMITTER_DATE: "2026-11-01T00:00:00Z",
  };
  return execFileSync("git", [...args], {
    cwd,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

export function apply(folder: string, change: Change): void {
  for (const [path, content] of Object.entries(change)) {
    const whole = join(folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    if (content === null) rmSync(whole);
    else if (typeof content === "string") writeFileSync(whole, content);
    else renameSync(join(folder, content.from), whole);
  }
}

/** The repository with a branch for each change; `main` has gone on since they left it. Gives where they did. */
export function makeRepository(folder: string, changes: Readonly<Record<string, Change>>): string {
  mkdirSync(folder);
  git(folder, "init", "-q", "-b", "main");
  apply(folder, FILES);
  commit(folder, "what the branches left");
  const left = git(folder, "rev-parse", "HEAD");
  for (const [name, change] of Object.entries(changes)) {
    git(folder, "switch", "-q", "-c", name, left);
    apply(folder, change);
    commit(folder, name);
  }
  git(folder, "switch", "-q", "main");
  apply(folder, { "requirements.txt": "tile==1.6\n", "services/cart/requirements.txt": "slate==1.0\n" });
  commit(folder, "what others did to main since");
  return left;
}

function commit(folder: string, message: string): void {
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", message);
}
