// The changes that people make, and what is to be said of each.
import { DEV_REQUIREMENTS, lockOf, LOCK, REQUIREMENTS, type Change } from "./repository.ts";

export interface Case {
  readonly change: Change;
  readonly exit: number;
  /** What differs, findings first, then dependencies; what is kept is only counted. */
  readonly differs: readonly string[];
  readonly kept: number;
}

export const swap = (from: string, to: string): string => REQUIREMENTS.replace(from, to);

export const CASES: Readonly<Record<string, Case>> = {
  "nothing-but-prose": { change: { "README.md": "A better shop.\n" }, exit: 0, kept: 2, differs: [] },
  "bump-that-fixes": {
    change: { "requirements.txt": swap("brick==1.1", "brick==1.3") },
    exit: 0,
    kept: 1,
    differs: ["gone PYSEC-2020-1 of brick 1.1: changed to 1.3", "brick upgraded 1.1 → 1.3"],
  },
  "bump-that-does-not": {
    change: { "requirements.txt": swap("brick==1.1", "brick==1.2") },
    exit: 0,
    kept: 2,
    differs: ["brick upgraded 1.1 → 1.2"],
  },
  "bump-that-introduces": {
    change: { "requirements.txt": swap("tile==1.4", "tile==1.5") },
    exit: 1,
    kept: 2,
    differs: ["new PYSEC-2022-4 of tile 1.5: introduced, it was 1.4", "tile upgraded 1.4 → 1.5"],
  },
  downgrade: {
    change: { "requirements.txt": swap("slate==2.0", "slate==1.0") },
    exit: 1,
    kept: 2,
    differs: ["new PYSEC-2023-6 of slate 1.0: introduced, it was 2.0", "slate downgraded 2.0 → 1.0"],
  },
  "add-direct": {
    change: { "requirements.txt": `${REQUIREMENTS}mortar==2.0\n` },
    exit: 1,
    kept: 2,
    // The lock of another project has it: in this one it is new.
    differs: ["new PYSEC-2021-5 of mortar 2.0: introduced, it was not there", "mortar added 2.0"],
  },
  "add-clean": {
    change: { "requirements.txt": `${REQUIREMENTS}plaster==1.0\n` },
    exit: 0,
    kept: 2,
    differs: ["plaster added 1.0"],
  },
  "add-for-development": {
    change: { "requirements-dev.txt": `${DEV_REQUIREMENTS}slate==1.0\n` },
    exit: 1,
    // slate 2.0 stays beside it; only 1.0 has the flaw.
    kept: 2,
    differs: ["new PYSEC-2023-6 of slate 1.0: introduced, it was 2.0", "slate changed 2.0 → 1.0 and 2.0"],
  },
  "add-transitive": {
    change: { "services/api/uv.lock": lockOf({ mortar: "3.1", slate: "1.4", wall: "1.1" }) },
    exit: 1,
    kept: 2,
    differs: [
      "new PYSEC-2023-6 of slate 1.4: introduced, it was not there",
      "slate added 1.4 by wall > slate",
      "wall upgraded 1.0 → 1.1",
    ],
  },
  "lock-refresh": {
    change: { "services/api/uv.lock": `${LOCK.replaceAll("size = 1 }", "size = 2 }")}\n` },
    exit: 0,
    kept: 2,
    differs: [],
  },
  remove: {
    change: { "requirements.txt": swap("brick==1.1\n", "") },
    exit: 0,
    kept: 1,
    differs: ["gone PYSEC-2020-1 of brick 1.1: removed", "brick removed 1.1"],
  },
  unpin: {
    change: { "requirements.txt": swap("brick==1.1", "brick>=1.1") },
    // Nothing is known of it any more: a new gap, and nothing was mended.
    exit: 3,
    kept: 1,
    differs: [
      "gone PYSEC-2020-1 of brick 1.1: not-audited",
      "gap unpinned brick",
      "brick changed 1.1 → none",
    ],
  },
  "rename-file": {
    change: { "requirements-prod.txt": { from: "requirements.txt" } },
    exit: 0,
    kept: 2,
    differs: [],
  },
  "move-into-folder": {
    change: { "deploy/requirements.txt": { from: "requirements.txt" } },
    exit: 0,
    kept: 2,
    differs: [],
  },
  "move-project": {
    change: {
      "apps/api/pyproject.toml": { from: "services/api/pyproject.toml" },
      "apps/api/uv.lock": { from: "services/api/uv.lock" },
    },
    exit: 0,
    kept: 2,
    differs: [],
  },
  "move-and-bump": {
    change: {
      "apps/api/pyproject.toml": { from: "services/api/pyproject.toml" },
      "apps/api/uv.lock": lockOf({ mortar: "3.0", wall: "1.0" }),
      "services/api/uv.lock": null,
    },
    exit: 0,
    kept: 2,
    differs: ["mortar downgraded 3.1 → 3.0 by wall > mortar"],
  },
  "copy-project": {
    change: { "apps/shop/requirements.txt": REQUIREMENTS },
    exit: 1,
    kept: 2,
    differs: [
      "new PYSEC-2020-1 of brick 1.1: introduced, it was not there",
      "brick added 1.1",
      "gravel added 1.0",
      "slate added 2.0",
      "tile added 1.4",
    ],
  },
};
