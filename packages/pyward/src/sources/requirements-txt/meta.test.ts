import { expect, test } from "vitest";
import { compiledPath, meta } from "./meta.ts";

test.each([
  ["", "requirements.txt", true],
  ["", "requirements-dev.txt", true],
  ["", "requirements_dev.txt", true],
  ["sub", "dev-requirements.txt", true],
  ["sub", "dev_requirements.txt", true],
  ["requirements", "base.txt", true],
  ["a/requirements", "anything.in", true],
  ["", "requirements.in", true],
  ["", "Requirements.txt", true],
  ["", "constraints.txt", false],
  ["requirements", "constraints-dev.txt", false],
  ["", "readme.txt", false],
  ["my-requirements", "notes.txt", false],
  ["", "requirements.md", false],
  ["", ".txt", false],
  ["", "requirements", false],
])("%s/%s is claimed: %s", (folder, name, isClaimed) => {
  expect(meta.claims({ folder, name })).toBe(isClaimed);
});

test("a .in file knows what is compiled of it", () => {
  expect(compiledPath("a/requirements.in")).toBe("a/requirements.txt");
  expect(compiledPath("requirements.txt")).toBeNull();
});
