import type { Claim } from "./claim.ts";

/** Who makes the locks, and how many changes of each. `pdm:S`: with a strategy of that name. */
const MAKERS = [
  ...["uv 8", "uv+pins 5", "poetry 5", "pdm 5", "pdm:static_urls 4", "pdm:no_cross_platform 4"],
  ...["pdm:direct_minimal_versions 4", "pdm:no_inherit_metadata 4", "pipenv+pins 3"],
  ...["uv-export 6", "uv-compile 6", "uv-universal 6", "pip-lock 5", "pdm-pylock 5"],
];

/** What a fix writes into locks. */
export const LOCK_CLAIMS: readonly Claim[] = [
  {
    id: "lock-edits",
    claim:
      "uv.lock, poetry.lock, pdm.lock, Pipfile.lock and pylock.toml for releases that are drawn: the bytes that their own tools write, or left to them",
    needs: ["peers", "pip", "package-index"],
    isSlow: true,
    commands: [
      ...MAKERS.map((maker) => `{python} tools/conformance/lock-edits/make.py {kept}/lock-edits ${maker}`),
      "node tools/conformance/lock-edits/compare.ts {kept}/lock-edits",
    ],
    figure: /all: (\d{3,} the same byte for byte, \d+ left to the tool, 0 different)/,
  },
];
