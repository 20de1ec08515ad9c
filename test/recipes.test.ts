// What others copy into their repositories: each file is what `pyward init` writes, and each command line is one that this pyward takes.
import { load } from "js-yaml";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fillTemplate } from "../packages/pyward/src/cli/fill-template.ts";
import { VERSION } from "../packages/pyward/src/cli/version.ts";
import { commandLines, parsesAs } from "./laws/command-lines.ts";

const ROOT = join(import.meta.dirname, "..");
const TEMPLATES = readdirSync(join(ROOT, "packages/pyward/templates")).filter(
  (name) => !/^issues|^gitlab-root|^pyward\.toml$/u.test(name),
);
const facts = { project: "project", branch: "main" };

test("ci holds the templates and nothing else", () => {
  if (process.env["UPDATE"] === "1")
    for (const name of TEMPLATES) writeFileSync(join(ROOT, "ci", name), fillTemplate(name, facts));
  expect(readdirSync(join(ROOT, "ci")).toSorted()).toEqual(TEMPLATES.toSorted());
});

describe.each(TEMPLATES)("ci/%s", (name) => {
  const read = (): string => readFileSync(join(ROOT, "ci", name), "utf8");

  test("is what pyward init writes (UPDATE=1 writes it)", () => {
    expect(read()).toBe(fillTemplate(name, facts));
  });

  test("has command lines, and this pyward takes them", () => {
    const lines = commandLines(read());
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(parsesAs(line), line).not.toBeNull();
  });
});

test("so does docs/ci.md", () => {
  const lines = commandLines(readFileSync(join(ROOT, "docs/ci.md"), "utf8"));
  expect(lines).toEqual([
    "init --dry-run",
    "init",
    "init --ci gitlab",
    "audit --format sarif:pyward.sarif --exit-zero",
  ]);
  for (const line of lines) expect(parsesAs(line), line).not.toBeNull();
});

test("a command line that this pyward does not take is seen", () => {
  expect(parsesAs("audit --fail-onn high")).toBeNull();
  expect(parsesAs("diff")).toBeNull();
  expect(parsesAs("diff HEAD")).toBe("diff");
});

describe("the hooks of pre-commit", () => {
  const hooks = load(readFileSync(join(ROOT, ".pre-commit-hooks.yaml"), "utf8"));
  const written = load(fillTemplate("pre-commit.yaml", facts));

  test("are those of this version, on the same files as the local one", () => {
    const common = { additional_dependencies: [`pyward@${VERSION}`], pass_filenames: false };
    expect(hooks).toMatchObject([
      { id: "pyward", ...common },
      { id: "pyward-diff", ...common },
    ]);
    const { files } = fieldsOf(Array.isArray(hooks) ? hooks[1] : null);
    expect(written).toMatchObject({ repos: [{ hooks: [{ files, ...common }] }] });
    for (const { entry } of Array.isArray(hooks) ? hooks.map(fieldsOf) : [])
      expect(parsesAs(entry.replace(/^pyward /u, ""))).not.toBeNull();
  });

  test.each([
    ["pyproject.toml", true],
    ["services/api/uv.lock", true],
    ["requirements/dev.txt", true],
    ["dev-requirements.in", true],
    ["pylock.dev.toml", true],
    ["docs/notes.txt", false],
    ["src/setup_py.md", false],
  ])("run for %s: %s", (path, runs) => {
    const { files } = fieldsOf(Array.isArray(hooks) ? hooks[0] : null);
    expect(new RegExp(files, "u").test(path)).toBe(runs);
  });
});

function fieldsOf(hook: unknown): { readonly files: string; readonly entry: string } {
  if (typeof hook !== "object" || hook === null || !("files" in hook) || !("entry" in hook))
    return { files: "", entry: "" };
  return { files: String(hook.files), entry: String(hook.entry) };
}
