import { expect, test } from "vitest";
import { readText, summarize, summarizeGaps } from "./memory-project.ts";

const HEX = "0123456789abcdef".repeat(4);
const constrained = (text: string, constraints: string) =>
  readText(`${text}\n-c c.txt\n`, { "c.txt": constraints });

test("a constraint pins a requirement that leaves its version open, with both origins", async () => {
  const inventory = await constrained("django", `Django==2.2.0 --hash=sha256:${HEX}\n`);
  expect(summarize(inventory)).toEqual(["django==2.2.0"]);
  expect(inventory.dependencies[0]).toMatchObject({ pin: "exact", hashes: [`sha256:${HEX}`] });
  expect(inventory.dependencies[0]?.origins.map(({ path, line }) => [path, line])).toEqual([
    ["requirements.txt", 1],
    ["c.txt", 1],
  ]);
  expect(inventory.alsoRead).toEqual(["c.txt"]);
});

test.each([
  ["asks for nothing by itself", "a==1", "b==1", ["a==1"]],
  ["does not replace a version", "a==1", "a==2", ["a==1"]],
  ["pins a range that admits it", "a>=1", "a==2", ["a==2"]],
  ["leaves a range alone that it contradicts", "a>=3", "a==2", ["a >=3"]],
  ["narrows", "a", "a<3", ["a <3"]],
  ["narrows a range further", "a>=1", "a<3", ["a >=1,<3"]],
  [
    "pins by an artifact",
    "a",
    "a @ https://host.example/a-1.0-py3-none-any.whl",
    ["a @ https://host.example/a-1.0-py3-none-any.whl = 1.0"],
  ],
  ["pins the same environment", "a; os_name == 'nt'", "a==1; os_name == 'nt'", ['a==1 ; os_name == "nt"']],
  [
    "of another environment is a fork and closes nothing",
    "a",
    "a==1; os_name == 'nt'",
    ['a==1 ; os_name == "nt"', "a"],
  ],
  ["keeps the requirement's marker", "a; os_name == 'nt'", "a==1", ['a==1 ; os_name == "nt"']],
  [
    "keeps both markers",
    "a; os_name == 'nt'",
    "a==1; python_version < '3'",
    ['a==1 ; (os_name == "nt") and (python_version < "3")', 'a ; os_name == "nt"'],
  ],
])("a constraint %s", async (_, text, constraints, expected) => {
  const inventory = await constrained(text, constraints);
  expect([summarize(inventory), inventory.gaps]).toEqual([expected, []]);
});

test.each(["-e .", "a[x]==1", "https://host.example/x.zip", "a b"])("%s is no constraint", async (line) => {
  const inventory = await readText("-c c.txt", { "c.txt": line, "pyproject.toml": "[project]\nname='own'" });
  expect(summarizeGaps(inventory)).toEqual([expect.stringMatching(/^c\.txt:1:\d unparsable-line/)]);
  expect(summarize(inventory)).toEqual([]);
});
