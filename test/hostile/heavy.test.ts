// Inputs made to exhaust a reader: each is a gap or an error with its exit code, and the rest is still audited.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HEAVY_CASES } from "./heavy-cases.ts";
import { HEAVY_MENTIONS } from "./heavy-mentions.ts";
import { gapCodes, pyward, remove, scratchFolder } from "./run-pyward.ts";

let folder: string;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => remove(folder));

test.each([...HEAVY_CASES, ...HEAVY_MENTIONS])("$name", ({ make, exit, gaps }) => {
  const project = join(folder, "project");
  mkdirSync(project);
  const args = make(project);
  const answer = pyward(args, {
    cwd: project,
    environment: { HOME: folder, PYWARD_HOME: join(folder, "data") },
  });
  expect(answer.code).toBe(exit);
  if (gaps !== null) expect(gapCodes(answer)).toEqual(gaps);
  else expect(answer).toMatchObject({ stdout: "", stderr: expect.stringMatching(/^pyward: /u) });
});
