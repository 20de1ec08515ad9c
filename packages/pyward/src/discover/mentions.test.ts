import { expect, test } from "vitest";
import { attachMentions } from "./mentions.ts";

const attached = (paths: readonly string[], roots: readonly string[]) =>
  Object.fromEntries(
    [
      ...attachMentions(
        paths.map((path) => ({ path })),
        new Set(roots),
      ),
    ].map(([root, found]) => [root, found.map(({ path }) => path)]),
  );

test("a mention belongs to the nearest project around it", () => {
  const paths = ["Dockerfile", "api/deploy/Dockerfile", "api/tox.ini", "web/n/a.ipynb"];
  expect(attached(paths, ["", "api"])).toEqual({
    "": ["Dockerfile", "web/n/a.ipynb"],
    api: ["api/deploy/Dockerfile", "api/tox.ini"],
  });
});

test("where there is none, to the outermost folder with a mention", () => {
  expect(attached(["n/a.ipynb", "n/deep/er/b.ipynb", "other/Dockerfile"], ["elsewhere"])).toEqual({
    n: ["n/a.ipynb", "n/deep/er/b.ipynb"],
    other: ["other/Dockerfile"],
  });
});
