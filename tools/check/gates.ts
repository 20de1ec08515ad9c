/** One check of the repository: a command that is silent or short when all is well, and exits non-zero when not. */
export interface Gate {
  readonly name: string;
  /** What to do when it fails. */
  readonly hint: string;
  readonly command: readonly string[];
}

/** Fastest first, and what builds before what needs the build. Programs come from node_modules/.bin. */
export const GATES: readonly Gate[] = [
  { name: "format", hint: "npm run format", command: ["oxfmt", "--check", "."] },
  {
    name: "lint",
    hint: "the message says what to do; size budgets: split by idea",
    command: [
      "oxlint",
      "--type-aware",
      "packages",
      "action",
      "tools",
      "test",
      "bench",
      "vitest.config.ts",
      ".dependency-cruiser.mjs",
    ],
  },
  { name: "generated", hint: "npm run gen", command: ["node", "tools/gen/gen.ts", "--check"] },
  { name: "types", hint: "npx tsc -p .", command: ["tsc", "-p", ".", "--noEmit"] },
  {
    name: "page-types",
    hint: "npx tsc -p packages/web --noEmit",
    command: ["tsc", "-p", "packages/web", "--noEmit"],
  },
  {
    name: "boundaries",
    hint: "docs/architecture.md, Boundaries",
    command: ["node", "tools/check/boundaries.ts"],
  },
  { name: "unused", hint: "delete it, or stop exporting it", command: ["knip", "--no-progress"] },
  { name: "build", hint: "npm run build", command: ["node", "tools/build/build.ts"] },
  { name: "tests", hint: "npx vitest run PATH", command: ["vitest", "run"] },
  {
    name: "package",
    hint: "node tools/pack-check/pack-check.ts",
    command: ["node", "tools/pack-check/pack-check.ts"],
  },
];
