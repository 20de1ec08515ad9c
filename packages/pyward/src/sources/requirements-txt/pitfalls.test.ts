// What pip does with a requirements file and what is easy to get wrong, one test each.
import { describe, expect, test } from "vitest";
import { readText, summarize, summarizeGaps } from "./memory-project.ts";

const HEX = "0123456789abcdef".repeat(4);

describe("lines", () => {
  test.each([
    ["LF", "\n"],
    ["CR", "\r"],
    ["CR LF", "\r\n"],
    ["VT", "\u000b"],
    ["FF", "\u000c"],
    ["FS", "\u001c"],
    ["GS", "\u001d"],
    ["RS", "\u001e"],
    ["NEL", "\u0085"],
    ["LS", "\u2028"],
    ["PS", "\u2029"],
  ])("split on %s", async (_, end) => {
    const inventory = await readText(`a==1${end}b==2`);
    expect(summarize(inventory)).toEqual(["a==1", "b==2"]);
    expect(inventory.dependencies.map(({ origins }) => [origins[0]?.line, origins[0]?.column])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(inventory.gaps).toEqual([]);
  });

  test("do not split on US, and white space includes it", async () => {
    const inventory = await readText("a==1\u001f# one\n\u001fb==2\n");
    expect([summarize(inventory), inventory.gaps]).toEqual([["a==1", "b==2"], []]);
  });

  test("join over backslashes, and the place is where the name stands", async () => {
    const { dependencies } = await readText(`\\\n  django \\\n  == \\\n 2.2.0 \\\n --hash=sha256:${HEX}\n`);
    expect(dependencies).toMatchObject([{ name: "django", version: "2.2.0", hashes: [`sha256:${HEX}`] }]);
    expect(dependencies[0]?.origins).toMatchObject([{ line: 2, column: 3 }]);
  });

  test("a comment that ends in a backslash does not continue, one inside a continuation ends it", async () => {
    expect(summarize(await readText("# no \\\na==1\n"))).toEqual(["a==1"]);
    expect(summarize(await readText("a==1 \\\n# b \\\nc==1\n"))).toEqual(["a==1", "c==1"]);
  });

  test("a comment needs white space before it", async () => {
    expect(summarize(await readText("a @ https://host.example/a.zip#egg=a # note\nb==1 #note\n"))).toEqual([
      "a @ https://host.example/a.zip",
      "b==1",
    ]);
    expect(summarizeGaps(await readText("b==1#note"))).toEqual(["requirements.txt:1:1 unparsable-line b"]);
  });
});

describe("variables", () => {
  test("are not expanded: what depends on one is a gap that says so", async () => {
    const inventory = await readText(
      "django==${HOME}\n${PATH}\na[${X}]==1\nb; os_name == '${OS}'\n-r ${DIR}/x.txt\n",
    );
    expect(summarize(inventory)).toEqual([]);
    expect(summarizeGaps(inventory)).toEqual([
      "requirements.txt:1:1 unparsable-line django",
      "requirements.txt:2:1 unparsable-line",
      "requirements.txt:3:1 unparsable-line a",
      "requirements.txt:4:1 unparsable-line b",
      "requirements.txt:5:4 unsupported-format",
    ]);
    expect(inventory.gaps.every(({ reason }) => reason.includes("variable"))).toBe(true);
  });

  test("come after comments: a comment with one is a comment", async () => {
    expect(summarize(await readText("a==1 # ${HOME}\n"))).toEqual(["a==1"]);
  });

  test("stay as they are in a URL, and are dropped with its credentials", async () => {
    const inventory = await readText(
      "a @ git+https://${TOKEN}@git.example/a\nhttps://${HOST}/b-1.0-py3-none-any.whl\nc @ https://host.example/c-${V}.zip\n",
    );
    expect(summarize(inventory)).toEqual([
      "a @ https://git.example/a",
      "b @ https://${HOST}/b-1.0-py3-none-any.whl = 1.0",
      "c @ https://host.example/c-${V}.zip",
    ]);
  });

  test("are names of capitals only", async () => {
    const { gaps } = await readText("a==${lower}\n");
    expect(gaps[0]?.reason).not.toContain("variable");
  });
});

describe("options", () => {
  const files = { "a.txt": "a==1\n", "b.txt": "b==1\n" };

  test("-r a -r b uses only a, and the rest is a gap", async () => {
    const inventory = await readText("-r a.txt -r b.txt", files);
    expect(summarize(inventory)).toEqual(["a==1"]);
    expect(summarizeGaps(inventory)).toEqual(["requirements.txt:1:1 unparsable-line"]);
  });

  test("-r a --index-url x reads a", async () => {
    const inventory = await readText("-r a.txt --index-url https://index.example/simple", files);
    expect([summarize(inventory), inventory.gaps]).toEqual([["a==1"], []]);
  });

  test("-r inside a constraints file makes real requirements", async () => {
    const inventory = await readText("-c c.txt", { "c.txt": "-r a.txt\nzzz==1\n", ...files });
    expect(summarize(inventory)).toEqual(["a==1"]);
    expect(inventory.alsoRead).toEqual(["a.txt", "c.txt"]);
  });

  test("-e ./x is relative to the working directory, -r to the file", async () => {
    const inventory = await readText(
      "-r sub/in.txt",
      {
        "sub/in.txt": "-e ./lib\n-r deeper.txt\n",
        "sub/deeper.txt": "deep==1\n",
        "work/lib/pyproject.toml": "[project]\nname = 'Own_Lib'\n",
      },
      "work",
    );
    expect(summarize(inventory)).toEqual(["own-lib @ work/lib", "deep==1"]);
    expect(inventory.dependencies[0]).toMatchObject({ own: "editable", source: { type: "path" } });
  });

  test.each([
    "--requirement a.txt",
    "--requirement=a.txt",
    "--requirem a.txt",
    "-ra.txt",
    "--r a.txt",
    "-r 'a.txt'",
  ])("%s is read, or refused where it is ambiguous", async (line) => {
    const inventory = await readText(line, files);
    const isAmbiguous = line.startsWith("--r ");
    expect(summarize(inventory)).toEqual(isAmbiguous ? [] : ["a==1"]);
    expect(inventory.gaps.length).toBe(isAmbiguous ? 1 : 0);
  });

  test.each([
    "--extra-index https://index.example/simple",
    "--pre",
    "--no-i",
    "--find-l x",
    "--use-f fast-deps",
  ])("%s asks for nothing", async (line) => {
    const inventory = await readText(line);
    expect([inventory.dependencies, inventory.gaps]).toEqual([[], []]);
  });

  test("a --hash before the requirement yields nothing, and is a gap", async () => {
    const inventory = await readText(`--hash=sha256:${HEX} django==2.2.0`);
    expect(summarize(inventory)).toEqual([]);
    expect(summarizeGaps(inventory)).toEqual(["requirements.txt:1:1 unparsable-line"]);
  });

  test("indexes are data: a second --index-url changes nothing that is read", async () => {
    const inventory = await readText(
      "--index-url https://u:p@one.example\n--extra-index-url https://x.example\n-i https://two.example\na==1",
    );
    expect(summarize(inventory)).toEqual(["a==1"]);
    expect(JSON.stringify(inventory)).not.toMatch(/u:p/);
    expect(JSON.stringify(inventory.dependencies)).not.toMatch(/one|two/);
    expect(inventory.indexes).toEqual(["https://one.example", "https://two.example", "https://x.example"]);
  });

  test("a line that pip refuses for its options is a gap, and what it asks for is still audited", async () => {
    const inventory = await readText("django==2.2.0 --hash=md5:abc\n--bogus\na==1 --global-option=x\n");
    expect(summarize(inventory)).toEqual(["django==2.2.0", "a==1"]);
    expect(summarizeGaps(inventory)).toEqual([
      "requirements.txt:1:1 unparsable-line",
      "requirements.txt:2:1 unparsable-line",
    ]);
  });

  test("-- inside a quoted marker breaks pip's parsing", async () => {
    const inventory = await readText(`a==1; platform_release == "x --y"`);
    expect(summarizeGaps(inventory)[0]).toBe("requirements.txt:1:1 unparsable-line");
    expect(summarize(inventory)).toEqual([]);
  });

  test("-r behind a requirement is not read, and is a gap", async () => {
    const inventory = await readText("x==1 -r a.txt", files);
    expect(summarize(inventory)).toEqual(["x==1"]);
    expect(summarizeGaps(inventory)).toEqual(["requirements.txt:1:1 unparsable-line"]);
  });
});

describe("references", () => {
  test("#egg=a[x] is refused", async () => {
    expect(
      summarizeGaps(
        await readText("https://host.example/a.zip#egg=a[x]\n-e git+https://git.example/a#egg=a[x]"),
      ),
    ).toEqual(["requirements.txt:1:1 unparsable-line", "requirements.txt:2:4 unparsable-line"]);
  });

  test("a wheel's URL gives name and version, an sdist's by its name, another's neither", async () => {
    const inventory = await readText(
      "https://host.example/Foo_Bar-1.2.0-py3-none-any.whl\nhttps://host.example/baz-2.0.tar.gz\nhttps://host.example/v1.0.tar.gz\n",
    );
    expect(summarize(inventory)).toEqual([
      "foo-bar @ https://host.example/Foo_Bar-1.2.0-py3-none-any.whl = 1.2.0",
      "baz @ https://host.example/baz-2.0.tar.gz = 2.0",
    ]);
    expect(summarizeGaps(inventory)).toEqual(["requirements.txt:3:1 url-without-version"]);
  });
});
