import { expect, test } from "vitest";
import { workingTreeAt } from "./working-tree.ts";

test.each<[string, string, string | null]>([
  ["pylock.toml", ".", "project"],
  ["pylock.toml", "", "project"],
  ["pylock.toml", "./lib/..", "project"],
  ["app/pylock.toml", ".", "project"],
  ["pylock.toml", "./lib", "workspace-member"],
  ["app/pylock.toml", "..", "workspace-member"],
  ["app/pylock.toml", "../lib", "workspace-member"],
  ["app/pylock.toml", "../../lib", null],
  ["pylock.toml", "..", null],
  ["pylock.toml", "lib/../../lib", null],
  ["pylock.toml", "/srv/lib", null],
  ["pylock.toml", "C:\\lib", null],
])("%s, %s", (file, directory, own) => expect(workingTreeAt(file, directory)).toBe(own));
