// A history with what a tidy one lacks: merges, tags of tags, links, submodules, odd names, large and many files.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { git } from "./layouts.ts";

/** Gives the path of the repository. */
export function makeHistory(scratch: string): string {
  const folder = join(scratch, "made");
  mkdirSync(folder);
  git(folder, ["init", "-q", "-b", "main"]);
  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const commit = (message: string): void => {
    git(folder, ["add", "-A", "-f"]);
    git(folder, ["commit", "-q", "--allow-empty", "-m", message]);
  };
  put("large.bin", Buffer.alloc(3_000_000, "abcdefghij klmnop\n"));
  put("empty", "");
  put(`${"deep/".repeat(60)}requirements.txt`, "brick==1.1\n");
  put("läng/naïve 名前\ttab.txt", "x");
  put("quote\"and'\\.txt", "x");
  put("run.sh", "#!/bin/sh\n");
  chmodSync(join(folder, "run.sh"), 0o755);
  symlinkSync("deep", join(folder, "link"));
  symlinkSync("/etc/passwd", join(folder, "out"));
  for (let at = 0; at < 1500; at += 1) put(`many/file-${at}.txt`, `line ${at}\n`.repeat(at % 40));
  commit("first");
  git(folder, ["update-index", "--add", "--cacheinfo", `160000,${"ab".repeat(20)},module`]);
  git(folder, ["commit", "-q", "-m", "module"]);
  git(folder, ["tag", "-a", "-m", "x", "v1"]);
  git(folder, ["tag", "-a", "-m", "x", "of-a-tag", "v1"]);
  for (let at = 0; at < 60; at += 1) {
    put(
      "uv.lock",
      Array.from({ length: 400 }, (_, line) => `package ${line} ${(line * at) % 97}\n`).join(""),
    );
    put(`many/file-${at}.txt`, `changed ${at}\n`);
    git(folder, ["add", "uv.lock", "many"]);
    git(folder, ["commit", "-q", "-m", `change ${at}`]);
    if (at % 20 === 19) git(folder, ["tag", `v1.${at}`]);
  }
  git(folder, ["checkout", "-q", "-b", "topic/one", "HEAD~10"]);
  git(folder, ["commit", "-q", "--allow-empty", "-m", "side"]);
  git(folder, ["checkout", "-q", "-f", "main"]);
  git(folder, ["merge", "-q", "--no-ff", "-m", "merge", "topic/one"]);
  return join(folder, ".git");
}
