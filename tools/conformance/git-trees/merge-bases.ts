// Histories that nobody plans: commits of several parents, merged crosswise, many in one second, and clocks that go back.
import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { findMergeBase, openDatabase } from "../../../packages/pyward/src/git/index.ts";
import { findRepository } from "../../../packages/pyward/src/host/node/index.ts";
import { git } from "./layouts.ts";

const COMMITS = 300;
const PAIRS = 600;

/** How the clock of a history goes: seconds after the commit before. */
const CLOCKS = { steady: 60, "of-one-second": 0, backwards: -60 } as const;

export interface ComparedBases {
  readonly pairs: number;
  /** How many pairs have several bases by git. */
  readonly several: number;
  readonly differences: readonly string[];
}

/** What `git merge-base --all` gives for pairs of commits of made histories, beside ours. */
export function compareMergeBases(scratch: string): ComparedBases {
  const all = Object.entries(CLOCKS).map(([name, step]) => compareHistory(join(scratch, name), step));
  return {
    pairs: all.reduce((sum, { pairs }) => sum + pairs, 0),
    several: all.reduce((sum, { several }) => sum + several, 0),
    differences: all.flatMap(({ differences }) => differences),
  };
}

function compareHistory(folder: string, step: number): ComparedBases {
  mkdirSync(folder);
  git(folder, ["init", "-q", "--bare"]);
  const random = numbers(step + 7);
  const ids = makeCommits(folder, step, random);
  const found = findRepository(folder, { limit: null, isHere: true });
  if (found.kind !== "repository") return { pairs: 0, several: 0, differences: [`${folder} is not found`] };
  const { files } = found;
  const database = openDatabase(files.stores, files.remarks);
  const differences: string[] = [];
  let several = 0;
  for (let at = 0; at < PAIRS; at += 1) {
    const [left = "", right = ""] = [ids[random(ids.length)], ids[random(ids.length)]];
    const theirs = basesOf(folder, left, right);
    if (theirs.length > 1) several += 1;
    const ours = findMergeBase(left, right, { files, database });
    const isSame =
      ours.kind === "base"
        ? theirs.includes(ours.id) && ours.others === theirs.length - 1
        : ours.kind === "none" && theirs.length === 0;
    if (!isSame) differences.push(`${left} ${right}: ${JSON.stringify(ours)}, ${theirs.join(" ")} by git`);
  }
  return { pairs: PAIRS, several, differences };
}

/** git-fast-import(1). Most commits go on from a recent one; some begin anew, some merge two or three. */
function makeCommits(folder: string, step: number, random: (below: number) => number): readonly string[] {
  const stream: string[] = [];
  for (let at = 1; at <= COMMITS; at += 1) {
    const time = 1_700_000_000 + at * step;
    const recent = (): number => Math.max(1, at - 1 - random(Math.min(at, 12)));
    const count = at === 1 || random(40) === 0 ? 0 : random(4) === 0 ? 2 + random(2) : 1;
    const parents = [...new Set(Array.from({ length: count }, recent))].filter((mark) => mark < at);
    stream.push(
      `commit refs/heads/c${at}`,
      `mark :${at}`,
      `committer a <a@b.example> ${time} +0000`,
      `data 2\n${String.fromCharCode(97 + (at % 26))}`,
      ...parents.map((mark, nth) => `${nth === 0 ? "from" : "merge"} :${mark}`),
      "",
    );
  }
  git(folder, ["fast-import", "--quiet", "--force"], `${stream.join("\n")}\n`);
  return git(folder, ["for-each-ref", "--format=%(objectname)"]).toString().trim().split("\n");
}

function basesOf(folder: string, left: string, right: string): readonly string[] {
  try {
    return git(folder, ["merge-base", "--all", left, right]).toString().trim().split("\n").filter(Boolean);
  } catch {
    return []; // exit code 1: there is none
  }
}

/** The same numbers in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}
