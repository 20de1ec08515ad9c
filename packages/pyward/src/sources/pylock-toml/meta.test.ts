import { expect, test } from "vitest";
import { meta } from "./meta.ts";

// PEP 751, "File Name".
test.each([
  ["pylock.toml", true],
  ["pylock.dev.toml", true],
  ["pylock.a-b_c.toml", true],
  ["pylock.a.b.toml", false],
  ["pylock..toml", false],
  ["pylock", false],
  ["my-pylock.toml", false],
  ["pylock.toml.bak", false],
  ["Pylock.toml", false],
])("%s", (name, claimed) => expect(meta.claims({ name, folder: "" })).toBe(claimed));
