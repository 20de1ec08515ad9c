/**
 * Shows one or more of the numbered points: what is right, what the peer answers, what pyward answers.
 *
 *   node tools/compare-peers/show.ts [--shared DIR] [--peers DIR] [--python PYTHON] NUMBER…    (all without a number)
 *
 * Ends with 1 if pyward is wrong in one of them.
 */
import { readOptions, type Options } from "./options.ts";
import { REPRODUCTIONS } from "./reproductions/index.ts";

async function main(options: Options): Promise<void> {
  const wanted = options.rest.map(Number);
  for (const { number, title, rule, run } of REPRODUCTIONS) {
    if (wanted.length > 0 && !wanted.includes(number)) continue;
    const { peer, pyward, right } = await run(options);
    const verdict = right === null ? "not covered yet" : right ? "right" : "WRONG";
    console.log(
      `${number}. ${title}\n   rule:   ${rule}\n   peer:   ${peer}\n   pyward: ${pyward} [${verdict}]\n`,
    );
    if (right === false) process.exitCode = 1;
  }
}

const options = readOptions(process.argv.slice(2));
if (options !== null) await main(options);
