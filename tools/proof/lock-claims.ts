import type { Claim } from "./claim.ts";

/** What a fix writes into locks. */
export const LOCK_CLAIMS: readonly Claim[] = [
  {
    id: "lock-edits",
    claim:
      "uv.lock, poetry.lock, pdm.lock and Pipfile.lock for releases that are drawn: the bytes that their own tools write, or left to them",
    needs: ["peers", "index"],
    isSlow: true,
    commands: [
      "{python} tools/conformance/lock-edits/make.py {kept}/lock-edits uv 8",
      "{python} tools/conformance/lock-edits/make.py {kept}/lock-edits uv+pins 5",
      "{python} tools/conformance/lock-edits/make.py {kept}/lock-edits poetry 5",
      "{python} tools/conformance/lock-edits/make.py {kept}/lock-edits pdm 5",
      "{python} tools/conformance/lock-edits/make.py {kept}/lock-edits pipenv+pins 3",
      "node tools/conformance/lock-edits/compare.ts {kept}/lock-edits",
    ],
    figure: /all: (\d{3,} the same byte for byte, \d+ left to the tool, 0 different)/,
  },
];
