import { execFileSync } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scaffold } from "./new.ts";

const REPOSITORY = join(import.meta.dirname, "../..");
const COPIED = [
  "packages/pyward/src",
  "packages/pyward/package.json",
  "test/laws",
  "package.json",
  ".oxfmtrc.json",
];
const CONFIGS = [
  ".oxlintrc.json",
  "tsconfig.json",
  "tsconfig.base.json",
  "vitest.config.ts",
  "tools/check/fixed-seed.ts",
];
const FOLDERS = ["sources/foo-lock", "reports/two-words", "feeds/some-feed"].map(
  (folder) => `packages/pyward/src/${folder}`,
);

let root: string;
let written: readonly (readonly string[] | { readonly error: string })[];

/** What a program of node_modules/.bin says when it fails; null when it is content. */
function complaint(program: string, ...options: string[]): string | null {
  try {
    execFileSync(join(REPOSITORY, "node_modules/.bin", program), options, { cwd: root, stdio: "pipe" });
    return null;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    return `${stdout.toString()}${stderr.toString()}`;
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "pyward-new-"));
  for (const path of [...COPIED, ...CONFIGS])
    await cp(join(REPOSITORY, path), join(root, path), { recursive: true });
  await cp(join(REPOSITORY, "docs/formats.md"), join(root, "docs/formats.md"));
  await symlink(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  written = [
    await scaffold(root, "source", "foo-lock"),
    await scaffold(root, "report", "two-words"),
    await scaffold(root, "feed", "some-feed"),
  ];
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe("a scaffolded folder of each shelf", () => {
  test("is written and registered", () => {
    expect(written.flat()).toContain(
      "packages/pyward/src/sources/foo-lock/fixtures/one-package.lock.expected.json",
    );
    expect(written.flat()).toContain("packages/pyward/src/sources/registry.ts");
    expect(written.flat()).toContain("packages/pyward/src/reports/registry.ts");
    expect(written.flat()).toContain("packages/pyward/src/feeds/registry.ts");
    expect(written.flat()).toContain("docs/formats.md");
  });

  test("is formatted", () => expect(complaint("oxfmt", "--check", ...FOLDERS)).toBeNull());

  test("is lint-free", () => expect(complaint("oxlint", ...FOLDERS)).toBeNull());

  test("has types that fit", async () => {
    const include = [
      ...FOLDERS,
      ...["sources", "reports", "feeds"].map((shelf) => `packages/pyward/src/${shelf}/registry.ts`),
    ];
    await writeFile(
      join(root, "tsconfig.json"),
      JSON.stringify({ extends: "./tsconfig.base.json", include, compilerOptions: { noEmit: true } }),
    );
    const errors = (complaint("tsc", "-p", ".") ?? "").split("\n");
    expect(errors.filter((line) => include.some((path) => line.startsWith(path)))).toEqual([]); // the rest has its own gate
  });

  test("passes its own tests", () => expect(complaint("vitest", "run", ...FOLDERS)).toBeNull());

  test("keeps the laws of its shelf", () => {
    expect(
      complaint(
        "vitest",
        "run",
        "packages/pyward/src/sources/laws",
        "-t",
        "source foo-lock|the registry holds",
      ),
    ).toBeNull();
  });
});

describe("nothing is written", () => {
  test.each([
    ["source", "foo-lock"], // is there by now
    ["source", "../x"],
    ["source", "Foo"],
    ["source", "shared"],
    ["shoe", "foo"],
    ["", ""],
  ])("for %s %s", async (noun, id) => {
    expect(await scaffold(root, noun, id)).toHaveProperty("error");
  });
});
