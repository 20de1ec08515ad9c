import { describe, expect, test } from "vitest";
import type { JsonNode } from "../json/index.ts";
import { parseYamlNodes } from "./parse-yaml-nodes.ts";

function plain(node: JsonNode): unknown {
  if (node.kind === "array") return node.items.map(plain);
  if (node.kind === "object")
    return Object.fromEntries([...node.members].map(([key, { value }]) => [key, plain(value)]));
  return node.value;
}

function read(text: string): unknown {
  const result = parseYamlNodes(text);
  return result.ok ? plain(result.document.root) : result.error;
}

describe("parseYamlNodes", () => {
  test("keeps scalars as they are written, and null", () => {
    expect(
      read("---\nv: 1.10\nb: yes\nn: null\ne:\nq: 'null'\nt: |\n  a\n  b\nl: [x, {y: z}]\n? [k]\n: v\n"),
    ).toEqual({
      v: "1.10",
      b: "yes",
      n: null,
      e: null,
      q: "null",
      t: "a\nb\n",
      l: ["x", { y: "z" }],
    });
  });

  test("gives an alias the node of its anchor", () => {
    expect(read("a: &x [1]\nb: *x\nc: *x")).toEqual({ a: ["1"], b: ["1"], c: ["1"] });
  });

  test("knows the place of a value, behind a byte order mark, too", () => {
    const text = "\u{FEFF}a:\n  - name: é\n    purl: 'pkg:x'\n";
    const result = parseYamlNodes(text);
    const list =
      result.ok && result.document.root.kind === "object"
        ? result.document.root.members.get("a")?.value
        : null;
    const item = list?.kind === "array" ? list.items[0] : null;
    const purl = item?.kind === "object" ? item.members.get("purl")?.value : null;
    expect(result.ok && result.document.positionOf(purl?.start ?? 0)).toEqual({ line: 3, column: 12 });
  });

  test.each([
    ["a: [", 1],
    ["a: 1\n---\nb: 2", 1],
    ["", 1],
    ["a: b\n c: d", 2],
    ["[".repeat(100_000), 1],
    ["- ".repeat(100_000), 1],
    ["a: *nowhere\n\t- x", 2],
  ])("refuses %.20j in line %i", (text, line) => {
    expect(parseYamlNodes(text)).toMatchObject({ ok: false, error: { line } });
  });
});
