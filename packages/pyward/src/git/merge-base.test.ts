import { describe, expect, test } from "vitest";
import { idOf } from "./object-id.ts";
import { repositoryFiles, writeFiles, writeObject, type GitDirectory } from "./example-repository.ts";
import { findMergeBase, type FoundMergeBase } from "./merge-base.ts";
import { openDatabase } from "./object-database.ts";

const directory: GitDirectory = new Map();
const tree = writeFiles(directory, { "requirements.txt": "brick==1.1\n" });
let number = 0;

/** A commit of its own, made at that second. */
function commit(time: number, ...parents: readonly string[]): string {
  number += 1;
  const who = `A <a@b.example> ${time} +0000`;
  const lines = [`tree ${tree}`, ...parents.map((id) => `parent ${id}`), `author ${who}`, `committer ${who}`];
  return writeObject(directory, "commit", `${lines.join("\n")}\n\n${number}\n`);
}

function find(left: string, right: string, shallow = ""): FoundMergeBase {
  if (shallow === "") directory.delete("shallow");
  else directory.set("shallow", Buffer.from(shallow));
  const files = repositoryFiles(directory);
  return findMergeBase(left, right, { files, database: openDatabase(files.stores, []) });
}

const base = (id: string, others = 0) => ({ kind: "base", id, others });

// root ─ fork ─ main1 ─ main2
//          └─ side1 ─ side2
const root = commit(100);
const fork = commit(200, root);
const main1 = commit(300, fork);
const main2 = commit(400, main1);
const side1 = commit(350, fork);
const side2 = commit(360, side1);

describe("the commit from which two histories went their ways", () => {
  test.each([
    ["two branches", main2, side2, fork],
    ["the other way round", side2, main2, fork],
    ["one before the other", main2, fork, fork],
    ["one behind the other", fork, main2, fork],
    ["the same commit", main2, main2, main2],
    ["main merged into the branch", commit(500, side2, main1), main2, main1],
    ["the branch merged into main", side2, commit(500, main2, side2), side2],
  ])("%s", (_, left, right, expected) => {
    expect(find(left, right)).toEqual(base(expected));
  });

  test("of one second: a rebase makes many commits at once", () => {
    const chain = [commit(700, fork)];
    for (let at = 0; at < 20; at += 1) chain.push(commit(700, chain.at(-1) ?? ""));
    const left = commit(700, commit(700, chain[10] ?? ""));
    const right = commit(700, chain[20] ?? "", chain[3] ?? "");
    expect(find(left, right)).toEqual(base(chain[10] ?? ""));
    expect(find(right, left)).toEqual(base(chain[10] ?? ""));
  });

  test("by a clock that went backwards", () => {
    const ahead = commit(900, fork);
    const back = commit(50, ahead);
    expect(find(commit(1000, back), commit(1001, back))).toEqual(base(back));
    expect(find(commit(40, back), commit(1001, ahead))).toEqual(base(ahead));
  });

  test("histories that were merged into each other have two: the newer, and it is said", () => {
    const left = commit(500, main1, side1);
    const right = commit(510, side1, main1);
    expect(find(left, right)).toEqual(base(side1, 1));
  });
});

test("unrelated histories share none", () => {
  expect(find(main2, commit(100))).toEqual({ kind: "none", isShallow: false });
});

test("a shallow clone shares what was fetched, and says where it is cut", () => {
  expect(find(main2, side2, `${main1}\n${side1}\n`)).toEqual({ kind: "none", isShallow: true });
  expect(find(main2, side2, `${fork}\n`)).toEqual(base(fork));
  // As a checkout of depth two has a merge of a pull request: its parents, and nothing before them.
  const merged = commit(600, main2, side2);
  expect(find(merged, main2, `${main2}\n${side2}\n`)).toEqual(base(main2));
});

test("what is damaged or missing is said", () => {
  const torn = commit(600, "1".repeat(40));
  expect(find(torn, main2)).toMatchObject({ kind: "no-commit" });
  expect(find(tree, main2)).toMatchObject({ kind: "no-commit", reason: `${tree} is a tree, not a commit` });
  expect(idOf("sha1", "tree", Buffer.alloc(0))).not.toBe(tree);
});
