import { expect, test } from "vitest";
import { meta } from "./meta.ts";

test.each([
  ["uv.lock", true],
  ["tool.py.lock", true],
  ["poetry.lock", false],
  ["tool.py", false],
])("%s: %j", (name, claimed) => expect(meta.claims({ name, folder: "" })).toBe(claimed));
