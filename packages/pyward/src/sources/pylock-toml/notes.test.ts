import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { pylockToml } from "./index.ts";

const notesOf = async (path: string, text: string): Promise<readonly string[]> =>
  (await pylockToml.read(memoryTree({ [path]: text }), { path }, { workingDirectory: "" })).notes;

test("says what the lock is for and who wrote it", async () => {
  const text = `lock-version = "1.0"
created-by = "pip"
requires-python = ">=3.9"
environments = ["sys_platform == 'linux'", "sys_platform == 'win32'"]
packages = [{ name = "a", version = "1", attestation-identities = [{ kind = "Any" }] }]
`;
  expect(await notesOf("app/pylock.dev.toml", text)).toEqual([
    "pylock.dev.toml is for Python >=3.9",
    "pylock.dev.toml is for environments where sys_platform == 'linux', or sys_platform == 'win32'",
    "pylock.dev.toml was written by pip, which locks for the one environment that it runs in",
    "pylock.dev.toml records the attested publishers of 1 package",
  ]);
});

test("quotes nothing that could twist a terminal", async () => {
  const text = String.raw`lock-version = "1.0"
requires-python = "\u001b[2J"
environments = ["\u202e"]
`;
  expect(await notesOf("pylock.toml", text)).toEqual([]);
});

test("gives up on references that are made to take long", async () => {
  const packages = '[[packages]]\nname = "a"\nversion = "1"\n'.repeat(1500);
  const reference = '[[packages]]\nname = "b"\n';
  const text = `lock-version = "1.0"\n${packages}${reference}dependencies = [${'{ name = "a" },'.repeat(1000)}]\n`;
  const path = "pylock.toml";
  const inventory = await pylockToml.read(memoryTree({ [path]: text }), { path }, { workingDirectory: "" });
  expect(inventory.gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  expect([inventory.dependencies.length, inventory.edges.length]).toEqual([1501, 0]);
});
