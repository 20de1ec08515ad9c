// What pyward makes of a lock for a change, beside what the tool that wrote the lock makes of it: the same bytes, or left to that tool.
//
//     node tools/conformance/lock-edits/compare.ts FOLDER [TOOL…]
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memoryTree } from "../../../packages/pyward/src/host/memory/index.ts";
import type { Edit } from "../../../packages/pyward/src/model/index.ts";
import { alongside, casesIn, changesOf, SETTINGS, sourceOf } from "./cases.ts";

function applied(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { span, was, text: put } of edits.toReversed()) {
    if (result.slice(span.start, span.end) !== was)
      throw new Error("an edit does not know what stands there");
    result = result.slice(0, span.start) + put + result.slice(span.end);
  }
  return result;
}

const [folder = "", ...tools] = process.argv.slice(2);
const all = { same: 0, left: 0, wrong: 0 };
for (const tool of tools.length > 0 ? tools : readdirSync(folder)) {
  const count = { same: 0, left: 0, wrong: 0 };
  const reasons = new Map<string, number>();
  for (const one of casesIn(join(folder, tool))) {
    const source = await sourceOf(one.file);
    const changes = await changesOf(source, one);
    const tree = memoryTree({ [one.file]: one.before, [one.manifest.name]: one.manifest.text });
    const answer = await source.edit?.({
      tree,
      target: { path: one.file },
      settings: SETTINGS,
      changes,
      alongside: alongside(one),
    });
    if (answer === undefined) continue;
    if (answer.left.length > 0) {
      count.left++;
      const reason = `${answer.left[0]?.reason}`;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      if (process.env["VERBOSE"])
        console.log(one.path, changes.map(({ name, from, to }) => `${name} ${from}→${to}`).join(" "), reason);
      continue;
    }
    const made = applied(one.before, answer.edits);
    writeFileSync(join(one.path, "made"), made);
    if (made === one.after) count.same++;
    else {
      count.wrong++;
      console.log(
        `DIFFERENT ${one.path}: ${changes.map(({ name, from, to }) => `${name} ${from}→${to}`).join(" ")}`,
      );
    }
  }
  all.same += count.same;
  all.left += count.left;
  all.wrong += count.wrong;
  if (process.env["VERBOSE"]) for (const [reason, times] of reasons) console.log(`  ${times} × ${reason}`);
  console.log(
    `${tool}: ${count.same} the same byte for byte, ${count.left} left to the tool, ${count.wrong} different`,
  );
}
console.log(`all: ${all.same} the same byte for byte, ${all.left} left to the tool, ${all.wrong} different`);
process.exitCode = all.wrong === 0 ? 0 : 1;
