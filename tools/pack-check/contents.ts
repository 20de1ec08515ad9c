import type { Tarball } from "./pack.ts";

/** Bytes of a packed tarball. Raise one only on purpose: every user pays it on every install. */
export const LIMITS: Readonly<Record<string, number>> = {
  pyward: 2_000_000,
  "@pyward/advisories": 5_000_000,
};

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  pyward: [
    "package.json",
    "README.md",
    "LICENSE",
    "bin/pyward.js",
    "bin/run-program.js",
    "bin/package.json",
    "man/pyward.1",
    "dist/cli.cjs",
    "dist/later.cjs",
    "dist/html.cjs",
    "dist/index.js",
    "dist/python.js",
    "dist/types/index.d.ts",
    "dist/types/python/index.d.ts",
    "templates/github.yml",
    "dist/THIRD-PARTY-NOTICES.txt",
  ],
  "@pyward/advisories": ["package.json", "README.md", "NOTICE.md", "snapshot.pyward"],
};

/** What only a developer needs. */
const UNWANTED = /(^|\/)(src|test|fixtures|node_modules)\/|\.test\.|\.map$|\.tsbuildinfo$|(?<!\.d)\.ts$/u;

/** What is wrong with a tarball's size or contents. */
export function complaints({ name, size, files }: Tarball): string[] {
  const limit = LIMITS[name];
  const needed = NEEDED[name];
  if (limit === undefined || needed === undefined)
    return [`${name}: unknown; add its limits to tools/pack-check`];
  return [
    ...(size > limit ? [`${name}: ${size} bytes, more than ${limit}`] : []),
    ...needed.filter((file) => !files.includes(file)).map((file) => `${name}: ${file} is missing`),
    ...files.filter((file) => UNWANTED.test(file)).map((file) => `${name}: ${file} does not belong there`),
  ];
}
