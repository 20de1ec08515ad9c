import { expect, test } from "vitest";
import { editFiles } from "../../../edit-files.ts";
import { memoryTree } from "../../../host/memory/index.ts";
import type { Release } from "../../../model/index.ts";
import { requirementsTxt } from "../index.ts";
import { exampleChange, type GivenChange } from "../../shared/edit/example-change.ts";

const digest = (digit: string, length = 64): string => digit.repeat(length);

function release(files: readonly string[] = ["b", "a"], requires: readonly string[] = []): Release {
  return {
    requires,
    extras: [],
    requiresPython: null,
    files: files.map((digit, at) => ({
      filename: `it-${at}.whl`,
      url: `https://index.example/it-${at}.whl`,
      hashes: [`sha256:${digest(digit)}`, `sha512:${digest(digit, 128)}`],
      size: null,
      uploadTime: null,
    })),
  };
}

type Files = Readonly<Record<string, string>>;
/** The files that change, with what they hold then; what is left, with its reason. */
async function edited(files: Files, ...given: readonly GivenChange[]): Promise<Files> {
  const changes = given.map(exampleChange);
  const tree = memoryTree(files);
  const target = { path: "requirements.txt" };
  const settings = { workingDirectory: "" };
  const answer = await requirementsTxt.edit?.({ tree, target, settings, changes });
  const texts = (await editFiles(tree, answer?.edits ?? [])).map(({ path, edited: text }) => [path, text]);
  return Object.fromEntries([
    ...texts,
    ...(answer?.left ?? []).map(({ name, reason }) => [`left ${name}`, reason]),
  ]);
}

const one = async (text: string, ...given: readonly GivenChange[]): Promise<string | undefined> => {
  const { "requirements.txt": after, ...rest } = await edited({ "requirements.txt": text }, ...given);
  return after ?? JSON.stringify(rest);
};

test.each([
  ["demo==1.0", "demo==2.0"],
  ["Demo == 1.0  # why", "Demo == 2.0  # why"],
  [
    "demo[a, b]==1.0 ; python_version > '3.8'\r\nother==1.0\r\n",
    "demo[a, b]==2.0 ; python_version > '3.8'\r\nother==1.0\r\n",
  ],
  ["demo===1.0\n", "demo===2.0\n"],
  ["demo (==1.0)\n", "demo (==2.0)\n"],
  ["  demo==1.0\n", "  demo==2.0\n"],
  ["demo \\\n  ==1.0\n", "demo \\\n  ==2.0\n"],
  ["\ufeffdemo==1.0\n", "demo==2.0\n"],
  ["demo>=0.5,\\\n  <2\n", "demo>=2.0,\\\n  <3\n"],
  ["demo\n", "demo>=2.0\n"],
  ["demo[a] ; python_version > '3'\n", "demo[a]>=2.0 ; python_version > '3'\n"],
  ["demo==1.0 --config-settings=a=b\n", "demo==2.0 --config-settings=a=b\n"],
])("%j becomes %j", async (text, after) => {
  expect(await one(text, {})).toBe(after);
});

test("of two lines for different environments the one that has the version", async () => {
  const text = "demo==0.9 ; python_version < '3.9'\ndemo==1.0 ; python_version >= '3.9'\n";
  expect(await one(text, {})).toBe(text.replace("==1.0", "==2.0"));
  const open = "demo>=0.9 ; python_version < '3.9'\ndemo>=1.0 ; python_version >= '3.9'\n";
  const forNew = { ...release(), requiresPython: ">=3.9" };
  expect(await one(open, { from: null, release: forNew })).toBe(open.replace(">=1.0", ">=2.0"));
  expect(await one(open, { from: null })).toBe(open.replaceAll(/>=\d\.\d ;/g, ">=2.0 ;"));
});

test("the file that has the pin, and both where both have it", async () => {
  const pinnedBelow = { "requirements.txt": "-r base.txt\ndemo\n", "base.txt": "demo==1.0\n" };
  expect(await edited(pinnedBelow, {})).toEqual({ "base.txt": "demo==2.0\n" });
  const both = { "requirements.txt": "-r base.txt\ndemo==1.0\n", "base.txt": "demo==1.0\n" };
  expect(await edited(both, {})).toEqual({
    "requirements.txt": "-r base.txt\ndemo==2.0\n",
    "base.txt": "demo==2.0\n",
  });
  const narrow = { "requirements.txt": "-r base.txt\ndemo<2\n", "base.txt": "demo==1.0\n" };
  expect(await edited(narrow, {})).toEqual({
    "requirements.txt": "-r base.txt\ndemo<3\n",
    "base.txt": "demo==2.0\n",
  });
});

test("a pin of another version beside a range that moves: it moves, too, unless it is for other environments", async () => {
  const files = { "requirements.txt": "-r base.txt\ndemo==0.8\n", "base.txt": "demo<2\n" };
  expect(await edited(files, { from: "1.5" })).toEqual({
    "requirements.txt": "-r base.txt\ndemo==2.0\n",
    "base.txt": "demo<3\n",
  });
  const forks = "demo==0.8 ; python_version < '3.9'\ndemo<2 ; python_version >= '3.9'\n";
  expect(await one(forks, { from: "1.5" })).toBe(forks.replace("demo<2", "demo>=2.0,<3"));
});

test("constraints: of what is asked for, and of what comes with it", async () => {
  const pinned = { "requirements.txt": "-c c.txt\ndemo\n", "c.txt": "demo==1.0\nother==3\n" };
  expect(await edited(pinned, {})).toEqual({ "c.txt": "demo==2.0\nother==3\n" });
  const transitive = { "requirements.txt": "-c c.txt\nother\n", "c.txt": "demo==1.0\n" };
  expect(await edited(transitive, {})).toEqual({ "c.txt": "demo==2.0\n" });
  const limited = { "requirements.txt": "-c c.txt\ndemo\n", "c.txt": "demo<2\n" };
  expect(await edited(limited, { from: null })).toEqual({ "c.txt": "demo>=2.0,<3\n" });
  const asked = { "requirements.txt": "-c c.txt\ndemo>=1\n", "c.txt": "demo<3\n" };
  expect(await edited(asked, { from: null })).toEqual({ "requirements.txt": "-c c.txt\ndemo>=2.0\n" });
});

test("a lock beside it holds the version", async () => {
  expect(await one("demo>=1.0\n", { from: null, isHeld: true })).toBe("{}");
  expect(await one("demo>=1.0,<2\n", { from: null, isHeld: true })).toBe("demo>=1.0,<3\n");
});

const HASHED = `demo==1.0 \\
    --hash=sha256:${digest("0")} \\
    --hash=sha256:${digest("1")}
    # via other
other==1.0 --hash=sha256:${digest("2")}
`;

test("hashes are those of the release, as they are written there", async () => {
  const after = HASHED.replace("==1.0", "==2.0")
    .replace(digest("0"), digest("a"))
    .replace(digest("1"), digest("b"));
  expect(await one(HASHED, { release: release() })).toBe(after);
  expect(await one(HASHED.replaceAll("\n", "\r\n"), { release: release() })).toBe(
    after.replaceAll("\n", "\r\n"),
  );
  const three = after.replace(digest("b"), `${digest("b")} \\\n    --hash=sha256:${digest("c")}`);
  expect(await one(HASHED, { release: release(["c", "a", "b"]) })).toBe(three);
  const single = HASHED.replace(` \\\n    --hash=sha256:${digest("1")}`, "");
  expect(await one(single, { release: release() })).toBe(after);
});

test("hashes in one line, of another algorithm, quoted, in the order of the files", async () => {
  const inLine = `demo==1.0 --hash sha512:${digest("1", 128)} --hash sha512:${digest("0", 128)} # x`;
  expect(await one(inLine, { release: release() })).toBe(
    `demo==2.0 --hash sha512:${digest("b", 128)} --hash sha512:${digest("a", 128)} # x`,
  );
  const alone = `demo==1.0 --hash="sha256:${digest("1")}"`;
  expect(await one(alone, { release: release(["a"]) })).toBe(`demo==2.0 --hash="sha256:${digest("a")}"`);
  expect(await one(alone, { release: release() })).toBe(
    `demo==2.0 --hash="sha256:${digest("a")}" \\\n    --hash="sha256:${digest("b")}"`,
  );
});

test("what has no new hashes is left as a whole", async () => {
  const left = (reason: string) => JSON.stringify({ "left demo": reason });
  expect(await one(HASHED, {})).toBe(left("records hashes, and no index was asked for the new ones"));
  expect(await one(HASHED, { release: { ...release(), files: [] } })).toBe(
    left("records hashes of a kind that the index does not give for every file"),
  );
  expect(await one(HASHED.replaceAll("--hash=", "--has="), { release: release() })).toBe(
    left("writes hashes in a way that is not edited"),
  );
});

test.each([
  ["demo @ https://index.example/demo-1.0.tar.gz\n", "does not take it from an index of Python packages"],
  ["demo==0.9\n", "pins it to other versions"],
  ["other==1.0\n", "does not name it"],
  [
    "demo==1.0,!=2.0\n",
    "has a range for it that cannot be edited: it excludes the version, or is written in a way that is not edited",
  ],
])("%j is left: it %s", async (text, reason) => {
  expect(await one(text, {})).toBe(JSON.stringify({ "left demo": reason }));
});

const COMPILED = `#
# This file is autogenerated by pip-compile with Python 3.12
#
alpha==1.0
    # via -r requirements.in
demo==1.0
    # via
    #   alpha
    #   zeta
zeta==3.0
    # via -r requirements.in

# The following packages are considered to be unsafe in a requirements file:
pip==9
    # via alpha
`;

test("what a compiler wrote gets new lines, in order, and loses those that nothing needs", async () => {
  const needs = { name: "alpha", to: "1.1", release: release(["a"], ["beta>=1", "other; extra == 'x'"]) };
  const added = { name: "beta", from: null, to: "1.5" };
  expect(await one(COMPILED, needs, added)).toBe(
    COMPILED.replace("alpha==1.0", "alpha==1.1").replace("demo==", "beta==1.5\n    # via alpha\ndemo=="),
  );
  const last = { name: "zulu", from: null, to: "1.5" };
  const windows = COMPILED.replaceAll("\n", "\r\n");
  expect(await one(windows, last)).toBe(windows.replace("\r\n\r\n#", "\r\nzulu==1.5\r\n\r\n#"));
  expect(await one(COMPILED, { to: null })).toBe(COMPILED.replace(/demo[^]*zeta\n(?=zeta)/, ""));
  expect(await one(COMPILED, { name: "zeta", to: null })).toBe(
    JSON.stringify({ "left zeta": "asks for it itself" }),
  );
});

test("a new line has the hashes that the others have", async () => {
  const added = { name: "zulu", from: null, to: "1.5", release: release() };
  expect(await one(HASHED.trimEnd(), added)).toBe(
    `${HASHED}zulu==1.5 \\\n    --hash=sha256:${digest("a")} \\\n    --hash=sha256:${digest("b")}`,
  );
  expect(await one(HASHED, { name: "zulu", from: null })).toBe(
    JSON.stringify({ "left zulu": "records hashes, and no index was asked for those of it" }),
  );
});

test("what no file names becomes a constraint where there is a file of them, and a requirement where that is wanted", async () => {
  const pins = { "requirements.txt": "-c c.txt\nalpha\n", "c.txt": "alpha==1\nzeta==2" };
  expect(await edited(pins, {})).toEqual({ "c.txt": "alpha==1\ndemo==2.0\nzeta==2" });
  expect(await edited(pins, { name: "zulu" })).toEqual({ "c.txt": "alpha==1\nzeta==2\nzulu==2.0" });
  const ranges = { "requirements.txt": "-c c.txt\nalpha\n", "c.txt": "zeta<2\nalpha\n" };
  expect(await edited(ranges, {})).toEqual({ "c.txt": "zeta<2\nalpha\ndemo>=2.0\n" });
  const line = "demo>=2.0  # for its version only: it comes with others\n";
  expect(await one("alpha>1\n", { add: "requirement" })).toBe(`alpha>1\n${line}`);
  expect(await one("alpha==1\nzeta==1\n", { add: "requirement" })).toBe(
    `alpha==1\n${line.replace(">=", "==")}zeta==1\n`,
  );
  expect(await one("alpha>1\n", { add: "constraint" })).toBe(
    JSON.stringify({ "left demo": "does not name it" }),
  );
});
