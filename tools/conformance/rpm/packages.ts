import type { RpmSpec } from "./make-root.ts";

/** What is known of a package besides what rpm says: which CVEs a person reads its changelog to have fixed. */
export interface KnownRpm extends RpmSpec {
  readonly fixes: readonly string[];
}

const SITE = "usr/lib/python3.9/site-packages";
const SITE64 = "usr/lib64/python3.9/site-packages";
const DAY = "* Tue Oct 24 2023 Packager <packager@index.example>";

export const metadata = (name: string, version: string): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;

/** Items of a changelog → the CVEs that they say to have fixed. Each style is one that distributions of rpm use. */
const STYLES: readonly (readonly [name: string, items: string, fixes: readonly string[]])[] = [
  ["alder", "- Fix CVE-2023-10001: crash on empty input", ["CVE-2023-10001"]],
  ["beech", "- Security fix for CVE-2023-10002 and CVE-2023-10003", ["CVE-2023-10002", "CVE-2023-10003"]],
  ["birch", "- Rebuilt for the mass rebuild\n- Resolves: CVE-2023-10004", ["CVE-2023-10004"]],
  [
    "cedar",
    "- Resolves: #2100005\n- Backport the patch of upstream\n  for CVE-2023-10005 (long line)",
    ["CVE-2023-10005"],
  ],
  [
    "elm",
    "- CVE-2023-10006: headers are kept on redirects (bsc#1215006)\n  + add elm-CVE-2023-10006.patch",
    ["CVE-2023-10006"],
  ],
  ["fir", "- Add CVE-2023-10007.patch to fix a leak (bsc#1215007, CVE-2023-10007)", ["CVE-2023-10007"]],
  ["hazel", "- Update to 1.0, see CVE-2023-10008", []],
  ["holly", "- Not affected by CVE-2023-10009", []],
  ["larch", "- Revert the fix of CVE-2023-10010\n- Fix CVE-2023-10010", []],
  ["maple", "- Drop CVE-2023-10011.patch", []],
  ["oak", "* Fix CVE-2023-10012", ["CVE-2023-10012"]],
  ["pine", "Fix CVE-2023-10013 without a bullet", ["CVE-2023-10013"]],
  ["rowan", "- Related: CVE-2023-10014", []],
  ["yew", "", []],
];

const styled = STYLES.map(([distribution, items, fixes], at): KnownRpm => ({
  name: `python3-${distribution}`,
  version: "1.0",
  release: `${at + 1}.el9`,
  architecture: at % 2 === 0 ? "noarch" : "x86_64",
  source: at % 3 === 0 ? `python-${distribution}` : undefined,
  distribution,
  files: {
    [`${at % 2 === 0 ? SITE : SITE64}/${distribution}-1.0.dist-info/METADATA`]: metadata(distribution, "1.0"),
  },
  changelog: items === "" ? "" : `${DAY} - 1.0-${at + 1}\n${items}\n`,
  fixes,
}));

const one = (distribution: string, given: Partial<KnownRpm> = {}): KnownRpm => ({
  name: `python3-${distribution}`,
  version: "2.0",
  release: "1.el9",
  distribution,
  files: { [`${SITE}/${distribution}-2.0.dist-info/METADATA`]: metadata(distribution, "2.0") },
  changelog: `${DAY} - 2.0-1\n- Fix CVE-2023-20001\n`,
  fixes: ["CVE-2023-20001"],
  ...given,
});

const clashing = { [`${SITE}/vetch-2.0.dist-info/METADATA`]: metadata("vetch", "2.0") };
/** A changelog and files that fill several pages of a database. */
const long = Array.from(
  { length: 400 },
  (_, at) => `${DAY} - 1.${400 - at}-1\n- Fix CVE-2019-${1000 + at}: the flaw number ${at} of many\n`,
).join("\n");
const many = Object.fromEntries(
  Array.from({ length: 300 }, (_, at) => [`${SITE}/thyme/module_${at}.py`, `x = ${at}\n`]),
);

export const PACKAGES: readonly KnownRpm[] = [
  ...styled,
  one("clover", { epoch: 3 }),
  one("dill", { digest: 1 }),
  one("fennel", { digest: 2 }),
  one("lovage", { digest: 10 }),
  one("sorrel", {
    files: {
      [`${SITE}/sorrel-2.0-py3.9.egg-info/PKG-INFO`]: metadata("sorrel", "2.0"),
      [`${SITE}/sorrel-2.0-py3.9.egg-info/top_level.txt`]: "sorrel\n",
    },
  }),
  one("tansy", { files: { [`${SITE64}/tansy-2.0-py3.9.egg-info`]: metadata("tansy", "2.0") } }),
  one("thyme", {
    files: { ...many, [`${SITE}/thyme-2.0.dist-info/METADATA`]: metadata("thyme", "2.0") },
    changelog: long,
    fixes: Array.from({ length: 400 }, (_, at) => `CVE-2019-${1000 + at}`),
  }),
  one("vetch", { files: clashing, fixes: [] }),
  one("vetch-copy", { distribution: "vetch", files: clashing, fixes: [] }),
  one("woad"),
  {
    ...one("bash"),
    name: "bash",
    files: { "usr/bin/bash": "#!\n", "usr/share/doc/bash/METADATA": "x\n" },
    fixes: [],
  },
];

/** Taken away again after all are installed. */
export const REMOVED = "python3-woad";
/** Taken away by SQLite in a transaction that only the write-ahead log has. */
export const UNLOGGED = "python3-thyme";
/** Written over after installation, as pip would. */
export const CHANGED = [`${SITE64}/holly-1.0.dist-info/METADATA`, `${SITE}/birch-1.0.dist-info/METADATA`];
/** In the root, and of no package. */
export const FOREIGN = { [`${SITE}/zinnia-1.0.dist-info/METADATA`]: metadata("zinnia", "1.0") };
