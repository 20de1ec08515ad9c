// A lock that would no longer be of its manifests is left to its tool, whoever asks.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryTree } from "../host/memory/index.ts";
import type { Edit } from "../model/index.ts";
import { SOURCES } from "./registry.ts";

/** What the real tool made of a lock while its manifest changed, too. */
function pinned(kind: string, file: string) {
  const folder = join(import.meta.dirname, kind, "edit/fixtures/pinned");
  const files = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
  const edits: readonly Edit[] = JSON.parse(files["alongside.json"] ?? "[]");
  return async (change: { readonly lock?: [string, string]; readonly alongside?: readonly Edit[] }) => {
    const [from, to] = change.lock ?? ["", ""];
    const before = files[file] ?? "";
    expect(before).toContain(from);
    const tree = memoryTree({ ...files, [file]: before.replace(from, to), "lib/pyproject.toml": "x = 1\n" });
    const source = await SOURCES.find(({ meta }) => meta.id === kind)?.load();
    const answer = await source?.edit?.({
      tree,
      target: { path: file },
      settings: { workingDirectory: "" },
      changes: JSON.parse(files["changes.json"] ?? "[]"),
      alongside: change.alongside ?? edits,
    });
    return { edits: answer?.edits.length, reasons: [...new Set(answer?.left.map(({ reason }) => reason))] };
  };
}

const MEMBER: Edit = { path: "lib/pyproject.toml", span: { start: 0, end: 1 }, was: "x", text: "y" };

test.each([
  ["uv-lock", "uv.lock"],
  ["pdm-lock", "pdm.lock"],
])("%s of a workspace whose other manifest changes", async (kind, file) => {
  const edit = pinned(kind, file);
  expect((await edit({})).reasons).toEqual([]);
  const reasons = ["it is made from more than the pyproject.toml beside it"];
  expect(await edit({ alongside: [MEMBER] })).toEqual({ edits: 0, reasons });
  expect((await edit({ alongside: [{ ...MEMBER, text: "x" }] })).reasons).toEqual([]);
});

test("a hash of another manifest than lies there", async () => {
  const reasons = ["it was not made from its manifest as that is now"];
  const edit = pinned("pdm-lock", "pdm.lock");
  expect(await edit({ lock: ['content_hash = "sha256:', 'content_hash = "sha256:0'] })).toEqual({
    edits: 0,
    reasons,
  });
  expect(await edit({ lock: ["content_hash", "hash_of_something"] })).toEqual({ edits: 0, reasons });
  // Nothing is said of the manifest where that stays.
  expect((await edit({ lock: ["content_hash", "hash_of_something"], alongside: [] })).reasons).toEqual([]);
});

test("a specifier that the lock does not repeat", async () => {
  const edit = pinned("uv-lock", "uv.lock");
  expect(await edit({ lock: ['specifier = "', 'specifier = ">=0,'] })).toEqual({
    edits: 0,
    reasons: ["it was not made from its manifest as that is now"],
  });
});
