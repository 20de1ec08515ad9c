import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readText, summarize, summarizeGaps } from "./memory-project.ts";
import { readPlainPin } from "./plain-pin.ts";
import { readRequirement, withHashes } from "./requirement.ts";

const HEX = "0123456789abcdef".repeat(4);

describe("how tightly a version is given", () => {
  test.each([
    ["Django==2.2.0", "django==2.2.0", "==2.2.0"],
    ["zope.interface == 1.0 ; os_name == 'nt'", 'zope-interface==1.0 ; os_name == "nt"', "== 1.0"],
    ["a===1.0-odd", "a==1.0-odd", "===1.0-odd"],
    ["a==1.0,>=0.5", "a==1.0", "==1.0,>=0.5"],
    ["a (==1.0)", "a==1.0", "==1.0"],
    ["a==V1.0RC1", "a==V1.0RC1", "==V1.0RC1"],
    ["a==1!2.0+local", "a==1!2.0+local", "==1!2.0+local"],
    ["a==1.0,<0.5", "a ==1.0,<0.5", "==1.0,<0.5"],
    ["a==1.0,==2.0", "a ==1.0,==2.0", "==1.0,==2.0"],
    ["a==1.*", "a ==1.*", "==1.*"],
    ["a[x,Y_z] >=1, <2", "a >=1, <2", ">=1, <2"],
    ["a[x]", "a", "a[x]"],
    ["a ; os_name == 'nt'", 'a ; os_name == "nt"', "a"],
    [
      "a @ https://host.example/x ; os_name == 'nt'",
      'a @ https://host.example/x ; os_name == "nt"',
      "a @ https://host.example/x",
    ],
    [`a==1.0 --hash=sha256:${HEX}`, "a==1.0", "==1.0"],
  ])("%s", async (line, summary, edited) => {
    const text = `# first\n  ${line}\n`;
    const inventory = await readText(text);
    const span = inventory.dependencies[0]?.origins[0]?.span;
    expect(summarize(inventory)).toEqual([summary]);
    expect(text.slice(span?.start, span?.end)).toBe(edited);
    expect(inventory.dependencies[0]?.origins[0]).toMatchObject({ line: 2, column: 3 });
    expect(inventory.gaps).toEqual([]);
  });

  test.each([
    "a=1",
    "a==",
    "==1",
    "a==1..0",
    "a b",
    "a==1 junk",
    "é==1",
    "a;bad",
    "a[",
    "_a==1",
    "a==1;;",
    "a==1.0 #",
    "'a'==1",
  ])("%s is a gap at its line unless pip reads it", async (line) => {
    const inventory = await readText(`ok==1\n${line}\n`);
    const isRead = line === "a==1.0 #";
    expect(summarize(inventory)).toEqual(isRead ? ["ok==1", "a==1.0"] : ["ok==1"]);
    expect(inventory.gaps.map(({ code, origin }) => [code, origin?.line])).toEqual(
      isRead ? [] : [["unparsable-line", 2]],
    );
  });
});

describe("the same requirement again", () => {
  test("is one dependency with several origins, extras and hashes together", async () => {
    const inventory = await readText(`B==1\na[x]==1.0\nA[y]==1.0 --hash=sha256:${HEX}\n-r more.txt\n`, {
      "more.txt": "a == 1.0",
    });
    const a = inventory.dependencies.find(({ name }) => name === "a");
    expect(summarize(inventory)).toEqual(["b==1", "a==1.0"]);
    expect(a).toMatchObject({ extras: ["x", "y"], hashes: [`sha256:${HEX}`] });
    expect(a?.origins.map(({ path, line }) => [path, line])).toEqual([
      ["requirements.txt", 2],
      ["requirements.txt", 3],
      ["more.txt", 1],
    ]);
  });

  test("with other versions is a fork, with other markers is either of them", async () => {
    const fork = await readText(`a==1.0; python_version < "3.12"\na==1.1; python_version >= "3.12"\n`);
    expect(fork.dependencies.map(({ key }) => key)).toEqual(["a@1.0", "a@1.1"]);
    const same = await readText(`a==1; os_name == "nt"\na==1; python_version < "3" and os_name == "x"\n`);
    expect(summarize(same)).toEqual(['a==1 ; os_name == "nt" or (python_version < "3" and os_name == "x")']);
    expect(summarize(await readText(`a==1; os_name == "nt"\na==1\n`))).toEqual(["a==1"]);
  });

  test("has a key of its own for every specifier", async () => {
    const { dependencies } = await readText("a>1\na<9\n");
    expect(dependencies.map(({ key }) => key)).toEqual(["a", "a #2"]);
  });

  test("an open one is answered by the one that gives a version", async () => {
    const inventory = await readText("-r more.txt\na\na>=1\na>=9\n", { "more.txt": "a==2.0" });
    expect(summarize(inventory)).toEqual(["a==2.0", "a >=9"]);
    expect(inventory.dependencies[0]?.origins).toHaveLength(3);
  });
});

test("the shortcut for plain pins reads what the full way reads", () => {
  const part = fc.constantFrom(
    "a",
    "Ab.c",
    "-",
    "_x",
    "==",
    "=",
    "1",
    "1.0",
    ".",
    "0..1",
    " ",
    `--hash=sha256:${HEX}`,
    "--hash=sha256:ab",
    "[x]",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
      const text = parts.join("").trim();
      const plain = readPlainPin(text);
      if (plain === null) return;
      const space = text.indexOf(" ");
      const full = readRequirement(space === -1 ? text : text.slice(0, space));
      if (full.kind === "refused") throw new Error(`only the shortcut reads ${text}`);
      const hashed = withHashes({ ...full.asked, specifierSet: null }, plain.hashes);
      expect(plain).toEqual(hashed);
    }),
    { numRuns: 2000 },
  );
  expect(readPlainPin(`a==1.0 --hash=sha256:${HEX}  --hash=sha256:${HEX}`)?.hashes).toHaveLength(2);
});

test("gaps of one file are capped, and the last says how many more there are", async () => {
  const inventory = await readText(`${"good==1\n".repeat(400)}${"b a d\n".repeat(250)}`);
  expect(inventory.gaps).toHaveLength(101);
  expect(inventory.gaps.at(-1)).toMatchObject({
    code: "unparsable-line",
    reason: expect.stringContaining("150"),
  });
  expect(summarize(inventory)).toEqual(["good==1"]);
});

test("a file of another kind is one gap", async () => {
  const inventory = await readText("<!doctype html>\n<p>It is no requirements file\n".repeat(300));
  expect([summarize(inventory), summarizeGaps(inventory)]).toEqual([
    [],
    ["requirements.txt unparsable-file"],
  ]);
});

test.each(["", "\n\n", "# nothing\n", "\ufeff", "--index-url https://index.example\n"])(
  "nothing in %j",
  async (text) => {
    const { dependencies, gaps } = await readText(text);
    expect([dependencies, gaps]).toEqual([[], []]);
  },
);
