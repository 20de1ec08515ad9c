import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { parsePlacedYaml, type YamlNode } from "./index.ts";
import { parseYaml } from "./parse-yaml.ts";

/** The value without its places. */
function plain(node: YamlNode | null): unknown {
  switch (node?.kind) {
    case undefined:
    case "null":
      return null;
    case "text":
      return node.value;
    case "list":
      return node.items.map(plain);
    default:
      return Object.fromEntries([...(node?.entries ?? [])].map(([key, { value }]) => [key, plain(value)]));
  }
}

function read(text: string): unknown {
  const result = parsePlacedYaml(text);
  return result.ok ? plain(result.document.root) : result.error;
}

/** Every text of the tree with its place. */
function* textsOf(node: YamlNode): Generator<{ value: string; content: number | null }> {
  if (node.kind === "text") yield node;
  if (node.kind === "list") for (const item of node.items) yield* textsOf(item);
  if (node.kind === "map") for (const { value } of node.entries.values()) yield* textsOf(value);
}

test("reads as the reader without places does, and each text stands where it says", () => {
  const { tree: value } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, fc.string(), fc.constant(null), tie("list"), tie("map")),
    list: fc.array(tie("tree"), { maxLength: 5 }),
    map: fc.dictionary(fc.string({ minLength: 1 }), tie("tree"), { maxKeys: 5, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(value, fc.constantFrom(-1, 0, 2), fc.boolean(), (given, flowLevel, withMark) => {
      const text = (withMark ? "\uFEFF" : "") + dump(given, { flowLevel });
      const result = parsePlacedYaml(text);
      const reference = parseYaml(text);
      if (!result.ok || !reference.ok) throw new Error(`refused: ${text}`);
      expect(plain(result.document.root)).toEqual(reference.value);
      for (const { value: written, content } of textsOf(result.document.root ?? { kind: "null", start: 0 }))
        if (content !== null) expect(text.slice(content, content + written.length)).toBe(written);
    }),
    { numRuns: 300 },
  );
});

describe("reads", () => {
  test.each<[string, unknown]>([
    ["v: 1.10\nb: yes\nn: ~\ne:\nq: 'null'", { v: "1.10", b: "yes", n: null, e: null, q: "null" }],
    ["a: &x [1]\nb: *x", { a: ["1"], b: ["1"] }],
    ["? [a]\n: 1\nb: 2", { b: "2" }],
    ["# nothing\n", null],
    ["---\na: 1\n", { a: "1" }],
  ])("%j", (text, value) => expect(read(text)).toEqual(value));
});

test("gives lines and columns, a byte order mark counted", () => {
  const result = parsePlacedYaml("\uFEFFa: b\nlist:\n  - c==1 # why\n");
  const list = result.ok && result.document.root?.kind === "map" && result.document.root.entries.get("list");
  const item = list && list.value.kind === "list" ? list.value.items[0] : undefined;
  expect(item).toEqual({ kind: "text", value: "c==1", start: 16, content: 16 });
  expect(result.ok && result.document.positionOf(16)).toEqual({ line: 3, column: 5 });
});

describe("says what is wrong with", () => {
  test.each([
    ["a: [\nb", 2],
    ["a: 1\n---\na: 2", 1],
    ["a: 'b\n", 2],
    ["a: 1\n\tb: 2", 2],
    ["[".repeat(100_000), 1],
    ["- ".repeat(100_000), 1],
    [`a: &a x\nb: [${Array.from({ length: 5000 }, () => "*a").join()}]`, 2],
  ])("%.20j", (text, line) => expect(read(text)).toMatchObject({ line }));
});
