import { expect, test } from "vitest";
import { uvIndexes } from "./uv-indexes.ts";

test.each([
  [{}, null, false],
  [{ UV_INDEX_STRATEGY: "unsafe-best-match" }, null, true],
  [{ UV_INDEX_STRATEGY: "first-index" }, 'index-strategy = "unsafe-best-match"', false],
  [{}, 'index-strategy = "unsafe-best-match"', true],
  [{}, 'index-strategy = "unsafe-first-match"', false],
])("%j with %j: what several indexes have is one: %j", (environment, file, isMerged) => {
  expect(uvIndexes(environment, file).isMerged).toBe(isMerged);
});

test("the keyring of the environment stands before that of the file", () => {
  const file = 'keyring-provider = "subprocess"';
  expect(uvIndexes({}, file).keyring).toBe("subprocess");
  expect(uvIndexes({ UV_KEYRING_PROVIDER: "disabled" }, file).keyring).toBe("disabled");
});
