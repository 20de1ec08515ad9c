import { describe, expect, test } from "vitest";
import {
  repositoryFiles,
  writeCommit,
  writeFiles,
  writeObject,
  type GitDirectory,
} from "./example-repository.ts";
import { openDatabase } from "./object-database.ts";
import { findRevision, type FoundRevision } from "./revision.ts";

const directory: GitDirectory = new Map();
const put = (path: string, text: string): unknown => directory.set(path, Buffer.from(text));
const tree = writeFiles(directory, { "requirements.txt": "brick==1.1\n" });
const first = writeCommit(directory, tree);
const side = writeCommit(directory, writeFiles(directory, { "a.txt": "" }), [first]);
const second = writeCommit(directory, tree, [first]);
const merge = writeCommit(directory, tree, [second, side]);
const orphan = writeCommit(directory, tree, ["1".repeat(40)]);
const tag = writeObject(directory, "tag", `object ${second}\ntype commit\ntag v1.2\n\nx\n`);
const tagOfTag = writeObject(directory, "tag", `object ${tag}\ntype tag\ntag nested\n\nx\n`);
const treeTag = writeObject(directory, "tag", `object ${tree}\ntype tree\ntag tree\n\nx\n`);
put("HEAD", "ref: refs/heads/main\n");
put("ORIG_HEAD", `${first}\n`);
put("refs/heads/main", `${merge}\n`);
put("refs/heads/topic/side", `${side}\n`);
put("refs/heads/both", `${side}\n`);
put("refs/heads/orphan", `${orphan}\n`);
put("refs/heads/loop", "ref: refs/heads/loop\n");
put("refs/heads/out", "ref: refs/../config\n");
put("refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n");
put(
  "packed-refs",
  [
    "# pack-refs with: peeled fully-peeled sorted",
    `${first} refs/heads/main`,
    `${first} refs/remotes/origin/main`,
    `${first} refs/tags/both`,
    `${tagOfTag} refs/tags/nested`,
    `${treeTag} refs/tags/tree`,
    `${tag} refs/tags/v1.2`,
    `^${second}`,
    "",
  ].join("\n"),
);
put("config", `${first}\n`);

const files = repositoryFiles(directory);
const source = { files, database: openDatabase(files.stores, []) };
const find = (text: string): FoundRevision => findRevision(text, source);

describe("a revision that names a commit", () => {
  test.each([
    ["HEAD", merge],
    ["@", merge],
    ["@~2", first],
    ["ORIG_HEAD", first],
    ["main", merge],
    ["heads/main", merge],
    ["refs/heads/main", merge],
    ["topic/side", side],
    ["v1.2", second],
    ["tags/v1.2", second],
    ["v1.2^{commit}", second],
    ["v1.2^{}", second],
    ["v1.2^0", second],
    ["nested", second],
    ["nested~", first],
    ["origin/main", first],
    ["origin", first],
    ["remotes/origin/main", first],
    ["main^", second],
    ["main^1", second],
    ["main^2", side],
    ["main^2~1", first],
    ["main^^", first],
    ["main~0", merge],
    ["main~1^{commit}~1", first],
    [second, second],
    [second.toUpperCase(), second],
    [second.slice(0, 12), second],
    [`v1.2-1-g${merge.slice(0, 10)}`, merge],
    [tag.slice(0, 20), second],
  ])("%s", (text, id) => {
    expect(find(text)).toMatchObject({ kind: "commit", id });
  });

  test("a tag before a branch of the same name, and it is said", () => {
    expect(find("both")).toEqual({
      kind: "commit",
      id: first,
      tree,
      notes: ["both is ambiguous: refs/tags/both was taken, not refs/heads/both"],
    });
  });
});

describe("a revision that names none", () => {
  test.each([
    "",
    " main",
    "main@{1}",
    "@{upstream}",
    ":/fix",
    "main:requirements.txt",
    "main..v1.2",
    "main^{tree}",
    "main^!",
    "--output=x",
    "main~12345678",
    "main\n",
    "m*n",
    "../config",
    "refs/../config",
  ])("%j is not understood", (text) => {
    expect(find(text)).toEqual({ kind: "not-understood" });
  });

  test.each<[string, readonly string[]]>([
    ["mian", ["main"]],
    ["1.2", ["v1.2"]],
    ["side", ["topic/side"]],
    ["nothing-like-it", []],
    ["loop", []],
    ["out", []],
    ["config", []],
    ["./config", []],
    ["abcdef1", []],
  ])("%s is unknown, and %j look like it", (text, names) => {
    expect(find(text)).toEqual({ kind: "unknown", nearest: names });
  });

  test.each([
    ["main~3", `the history begins with ${first}`],
    ["main^3", `${merge} has no parent 3`],
    ["orphan~1^0", `the object ${"1".repeat(40)} is not in the repository`],
    ["tree", `${tree} is a tree, not a commit`],
    ["0".repeat(40), `the object ${"0".repeat(40)} is not in the repository`],
  ])("%s leads to no commit", (text, reason) => {
    expect(find(text)).toEqual({ kind: "no-commit", reason });
  });

  test("the cut of a shallow clone is named", () => {
    const shallow = repositoryFiles(new Map(directory).set("shallow", Buffer.from(`${orphan}\n`)));
    expect(findRevision("orphan~1", { files: shallow, database: source.database })).toEqual({
      kind: "no-commit",
      reason: `the history is cut at ${orphan}: this is a shallow clone`,
    });
  });

  test("names that are kept as reftable are not looked for, and it is said", () => {
    const kept = repositoryFiles(new Map(directory).set("reftable/tables.list", Buffer.from("")));
    expect(findRevision("gone", { files: kept, database: source.database })).toMatchObject({
      kind: "no-commit",
      reason: expect.stringContaining("reftable"),
    });
  });
});

test("a beginning that several commits have is ambiguous", () => {
  const many: GitDirectory = new Map();
  const root = writeFiles(many, { a: "" });
  for (let at = 0; at < 2000; at += 1) writeCommit(many, root, [at.toString(16).padStart(40, "0")]);
  const ids = [...many.keys()].map((path) => path.slice("objects/".length).replace("/", "")).toSorted();
  const twice = ids.find((id, at) => ids[at + 1]?.startsWith(id.slice(0, 4)) === true && id !== root);
  const found = findRevision(twice?.slice(0, 4) ?? "", {
    files: repositoryFiles(many),
    database: openDatabase(repositoryFiles(many).stores, []),
  });
  expect(found).toMatchObject({ kind: "ambiguous", ids: expect.arrayContaining([twice]) });
});
