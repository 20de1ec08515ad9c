import { expect, test } from "vitest";
import { meta } from "./meta.ts";

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
