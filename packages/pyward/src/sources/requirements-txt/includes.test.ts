import { expect, test } from "vitest";
import type { MemoryFile } from "../../host/memory/index.ts";
import { memoryTree } from "../../host/memory/index.ts";
import { requirementsTxt } from "./index.ts";
import { readText, summarize, summarizeGaps } from "./memory-project.ts";

test("includes are relative to the file, and read whatever their name", async () => {
  const inventory = await readText("-r deps/base\n", { "deps/base": "a==1\n-r ../more\n", more: "b==1\n" });
  expect([summarize(inventory), inventory.gaps]).toEqual([["a==1", "b==1"], []]);
  expect(inventory.alsoRead).toEqual(["deps/base", "more"]);
});

test("a cycle is a gap at the line that closes it, over constraints too", async () => {
  const inventory = await readText("a==1\n-r b.txt\n", { "b.txt": "b==1\n-c ./requirements.txt\n" });
  expect(summarize(inventory)).toEqual(["a==1", "b==1"]);
  expect(summarizeGaps(inventory)).toEqual(["b.txt:2:4 unparsable-line"]);
});

test("a file that is included twice is no cycle", async () => {
  const inventory = await readText("-r a.txt\n-r b.txt\n", {
    "a.txt": "-r c.txt",
    "b.txt": "-r c.txt",
    "c.txt": "c==1",
  });
  expect([summarize(inventory), inventory.gaps]).toEqual([["c==1"], []]);
});

test.each<[string, string, MemoryFile | null, string]>([
  ["a missing file", "-r x.txt", null, "missing-file"],
  ["a directory", "-r lib", null, "missing-file"],
  ["a path out of the root", "-r ../x.txt", null, "outside-root"],
  ["an absolute path", "-r /etc/secret.txt", null, "outside-root"],
  ["a link out of the root", "-r x.txt", { link: "../secret" }, "outside-root"],
  ["a file: URL", "-r file:///etc/secret.txt", null, "outside-root"],
  ["a URL", "-r https://user:secret@host.example/x.txt?secret", null, "unsupported-format"],
  ["a loop of links", "-r x.txt", { link: "x.txt" }, "unreadable"],
  ["a huge file", "-c x.txt", { size: 10 * 1024 ** 3 }, "limit-exceeded"],
  ["a variable", "-r ${SECRET}/x.txt", null, "unsupported-format"],
])("%s is a gap at the line that names it", async (_, line, file, code) => {
  const inventory = await readText(`a==1\n${line}\nb==1\n`, {
    "lib/x": "",
    ...(file === null ? {} : { "x.txt": file }),
  });
  expect(summarize(inventory)).toEqual(["a==1", "b==1"]);
  expect(summarizeGaps(inventory)).toEqual([`requirements.txt:2:4 ${code}`]);
  expect(JSON.stringify(inventory).toLowerCase()).not.toContain("secret");
});

test("depth is bounded", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 80 }, (_, n) => [`f${n}.txt`, `p${n}==1\n-r f${n + 1}.txt\n`]),
  );
  const inventory = await readText("-r f0.txt", files);
  expect(inventory.dependencies.length).toBe(49);
  expect(inventory.gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
});

test("including everything twice does not double the work at each level", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`f${n}.txt`, `-r f${n + 1}.txt\n-r ./f${n + 1}.txt\n`]),
  );
  const inventory = await readText("-r f0.txt", { ...files, "f40.txt": "a==1" });
  expect([summarize(inventory), inventory.gaps]).toEqual([["a==1"], []]);
});

test("the number of files is bounded", async () => {
  const names = Array.from({ length: 1200 }, (_, n) => `f${n}.txt`);
  const inventory = await readText(
    names.map((name) => `-r ${name}`).join("\n"),
    Object.fromEntries(names.map((name) => [name, ""])),
  );
  expect(new Set(inventory.gaps.map(({ code }) => code))).toEqual(
    new Set(["limit-exceeded", "unparsable-line"]),
  );
});

test.each([
  ["requirements.txt", "main"],
  ["requirements-dev.txt", "group:dev"],
  ["dev-requirements.txt", "group:dev"],
  ["requirements/development.txt", "group:dev"],
  ["requirements/tests.txt", "group:test"],
  ["test_requirements.txt", "group:test"],
  ["docs/requirements.txt", "main"],
  ["requirements/docs.in", "group:docs"],
  ["requirements-lint.txt", "group:lint"],
  ["requirements_ci.txt", "group:ci"],
  ["requirements-latest.txt", "main"],
  ["requirements/prod.txt", "main"],
])("%s is of scope %s", async (path, scope) => {
  const { dependencies } = await requirementsTxt.read(
    memoryTree({ [path]: "a==1" }),
    { path },
    { workingDirectory: "" },
  );
  expect(dependencies[0]?.scopes).toEqual([scope]);
});

test("what a main file includes is main; a group's file keeps main what it includes of it", async () => {
  const fromMain = await readText("-r requirements-dev.txt", { "requirements-dev.txt": "a==1" });
  expect(fromMain.dependencies[0]?.scopes).toEqual(["main"]);
  const tree = memoryTree({
    "requirements-dev.txt": "-r base.txt\ndev==1\nboth==1\n",
    "base.txt": "base==1\nboth==1\n",
  });
  const { dependencies } = await requirementsTxt.read(
    tree,
    { path: "requirements-dev.txt" },
    { workingDirectory: "" },
  );
  expect(dependencies.map(({ name, scopes }) => [name, scopes])).toEqual([
    ["base", ["main"]],
    ["both", ["group:dev", "main"]],
    ["dev", ["group:dev"]],
  ]);
});

test("a web of files that include each other is cut, and said to be once", async () => {
  const names = Array.from({ length: 100 }, (_, at) => `web${at}.txt`);
  const text = names.map((name) => `-r ${name}\n`).join("");
  const inventory = await readText(`${text}a==1\n`, Object.fromEntries(names.map((name) => [name, text])));
  const codes = inventory.gaps.map(({ code }) => code);
  expect(codes.filter((code) => code === "limit-exceeded")).toHaveLength(1);
  expect(codes.length).toBeLessThan(30);
});

test("more lines than can be followed are cut, though each is harmless", async () => {
  const around = { "b.txt": "b==1\n" };
  const inventory = await readText("-r a.txt\n", {
    "a.txt": `${"-r b.txt\n".repeat(3000)}a==1\n`,
    ...around,
  });
  expect(summarize(inventory)).toEqual(["b==1"]);
  expect(inventory.gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
});
