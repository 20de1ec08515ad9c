import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { requirementsTxt } from "./index.ts";
import { readText, summarize, summarizeGaps } from "./memory-project.ts";

const HEX = "0123456789abcdef".repeat(4);
const AROUND = {
  "pyproject.toml": "[project]\nname = 'Web_Shop'\n",
  "libs/alpha/pyproject.toml": "[tool.poetry]\nname = 'alpha'\n",
  "libs/beta/setup.py": "raise SystemExit\n",
  "libs/bad/pyproject.toml": "not toml",
  "libs/empty/readme": "",
  "libs/away": { link: "../../elsewhere" },
  "wheels/gamma-1.0-py3-none-any.whl": "",
};

test.each([
  [
    "a @ git+https://user:secret@git.example/o/a.git@v1#secret=1",
    "a",
    "git",
    "https://git.example/o/a.git@v1",
  ],
  ["git+ssh://git@git.example:22/o/a#egg=A&subdirectory=x", "a", "git", "ssh://git.example:22/o/a"],
  ["hg+http://hg.example/a#egg=a", "a", "url", "hg+http://hg.example/a"],
  ["a @ https://user:secret@host.example/a.zip?token=secret#egg=x", "a", "url", "https://host.example/a.zip"],
  ["a @ https://user:sec/ret@host.example/a.zip", "a", "url", null],
  ["a @ https://user:sec?ret@host.example/a.zip", "a", "url", null],
  ["a @ https://user@secret@host.example/a.zip", "a", "url", "https://host.example/a.zip"],
  ["a @ https://host.example/user:secret@a.zip", "a", "url", null],
  ["-e git+https://user:secret@git.example/a.git@v1#egg=a", "a", "git", "https://git.example/a.git@v1"],
  ['-e "a @ git+https://git.example/a"', "a", "git", "https://git.example/a"],
  ["-e git://git.example/a#egg=a", "a", "git", "git://git.example/a"],
])("%s", async (line, name, type, url) => {
  const inventory = await readText(line);
  expect(inventory.dependencies).toMatchObject([
    { name, pin: "url", version: null, own: null, source: { type, url } },
  ]);
  expect(JSON.stringify(inventory)).not.toMatch(/secret|sec\/|ret@/);
  expect(inventory.gaps).toEqual([]);
});

test("the fragment's hash counts as one", async () => {
  const { dependencies } = await readText(
    `https://host.example/a-1.0-py3-none-any.whl#sha256=${HEX.toUpperCase()}`,
  );
  expect(dependencies).toMatchObject([{ name: "a", version: "1.0", hashes: [`sha256:${HEX}`] }]);
});

test.each([
  [".", "web-shop @ .", "project"],
  ["./", "web-shop @ .", "project"],
  ["-e .", "web-shop @ .", "editable"],
  ["-e .[dev,Docs]", "web-shop @ .", "editable"],
  ["./libs/../libs/alpha", "alpha @ libs/alpha", "project"],
  ["-e file:libs/alpha", "alpha @ libs/alpha", "editable"],
  ["other @ file:./libs/alpha", "other @ libs/alpha", "project"],
  ["wheels/gamma-1.0-py3-none-any.whl", "gamma @ wheels/gamma-1.0-py3-none-any.whl = 1.0", null],
  ["./dist/absent-2.0.tar.gz", "absent @ dist/absent-2.0.tar.gz = 2.0", null],
])("%s is the project's own or an archive of it", async (line, summary, own) => {
  const inventory = await readText(line, AROUND);
  expect(summarize(inventory)).toEqual([summary]);
  expect(inventory.dependencies[0]).toMatchObject({ own, pin: "url", source: { type: "path" } });
  expect(inventory.gaps).toEqual([]);
});

test.each([
  ["-e ../elsewhere", "4 outside-root"],
  ["../elsewhere/a-1.0-py3-none-any.whl", "1 outside-root a"],
  ["/opt/secret/a-1.0-py3-none-any.whl", "1 outside-root a"],
  ["-e file:///opt/secret#egg=a", "4 outside-root a"],
  ["./libs/away", "1 outside-root"],
  ["./libs/missing", "1 missing-file"],
  ["./libs/empty", "1 missing-file"],
  ["-e libs/missing", "4 missing-file"],
  ["./libs/beta", "1 url-without-version"],
  ["-e libs/bad", "4 url-without-version"],
  ["./archive.zip", "1 url-without-version"],
  ["-e ${SECRET}/lib", "4 url-without-version"],
  ["file://other.example/secret", "1 unparsable-line"],
  ["./libs/alpha[a b]", "1 unparsable-line"],
  ["https://host.example/bad.whl", "1 unparsable-line"],
  ["https://[::1/x.zip", "1 unparsable-line"],
  ["-e git+https://git.example/a", "4 unparsable-line"],
  ["-e https://host.example/a.zip#egg=a", "4 unparsable-line"],
])("%s is the gap %s", async (line, gap) => {
  const inventory = await readText(line, AROUND);
  expect(summarizeGaps(inventory)).toEqual([`requirements.txt:1:${gap}`]);
  expect(inventory.dependencies).toEqual([]);
  expect(JSON.stringify(inventory).toLowerCase()).not.toContain("secret");
});

test("a project of the tree without a legible name is expected, an archive without one is not", async () => {
  const { gaps } = await readText("./libs/beta\n./archive.zip\n", AROUND);
  expect(gaps.map(({ expected }) => expected)).toEqual([true, false]);
});

test("an absolute path is one of the tree, where the tree knows its place", async () => {
  const text = [
    "-e file:///home/me/project/libs/alpha",
    "named @ file:///home/me/project/libs/alpha",
    "/home/me/project/wheels/gamma-1.0-py3-none-any.whl",
    "-e /home/me/projects/libs/alpha",
  ].join("\n");
  const tree = memoryTree({ "requirements.txt": text, ...AROUND }, "/home/me/project");
  const inventory = await requirementsTxt.read(tree, { path: "requirements.txt" }, { workingDirectory: "" });
  expect(summarize(inventory).toSorted()).toEqual([
    "alpha @ libs/alpha",
    "gamma @ wheels/gamma-1.0-py3-none-any.whl = 1.0",
    "named @ libs/alpha",
  ]);
  expect(inventory.gaps.map(({ code, origin }) => `${origin?.line} ${code}`)).toEqual(["4 outside-root"]);
});
