import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson, type JsonNode } from "./index.ts";

/** The value without its places. */
function plain(node: JsonNode): unknown {
  if (node.kind === "array") return node.items.map(plain);
  if (node.kind !== "object") return node.value;
  return Object.fromEntries([...node.members].map(([name, { value }]) => [name, plain(value)]));
}

function viaEngine(text: string): unknown {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return "refused";
  }
}

function viaReader(text: string): unknown {
  const result = parseJson(text);
  return result.ok ? { value: plain(result.document.root) } : "refused";
}

describe("the engine's own reader and this one agree", () => {
  test("on any value, however it is laid out", () => {
    const value = fc.jsonValue({ maxDepth: 6 });
    fc.assert(
      fc.property(value, fc.constantFrom("", " ", "\t", 3), (given, indent) => {
        const text = JSON.stringify(given, null, indent);
        expect(viaReader(text)).toEqual(viaEngine(text));
      }),
    );
  });

  test("on what is refused, whatever the text", () => {
    const piece = fc.constantFrom(
      ...'{ } [ ] : , " \\ \\u00 \\u00e9 \\n true nul null - 0 01 1.5 1e9 . e + é \u0001 \u2028 \n \r \u000B \u00A0 \' "a" "a":'.split(
        " ",
      ),
      " ",
    );
    const whole = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
    const text = fc
      .tuple(whole, fc.nat(60), fc.nat(2), piece)
      .map(([given, at, cut, put]) => given.slice(0, at) + put + given.slice(at + cut));
    fc.assert(
      fc.property(text, (given) => {
        expect(viaReader(given)).toEqual(viaEngine(given));
      }),
      { numRuns: 5000 },
    );
  });

  test.each(['{"a":1,"b":2,"a":3}', "[1,]", "[,1]", '{"a":1,}', "{,}", "[1 2]", '"a\nb"', '"\\x"', "-", ""])(
    "on %j",
    (text) => expect(viaReader(text)).toEqual(viaEngine(text)),
  );
});

test("every value stands where it says", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (given) => {
      const text = JSON.stringify(given, null, 2);
      const check = (node: JsonNode): void => {
        expect(JSON.parse(text.slice(node.start, node.end))).toEqual(plain(node));
        if (node.kind === "string" && node.content !== null)
          expect(text.startsWith(node.value, node.content)).toBe(true);
        if (node.kind === "array") node.items.forEach(check);
        if (node.kind === "object")
          for (const [name, { key, value }] of node.members) {
            expect(text.startsWith(JSON.stringify(name), key)).toBe(true);
            check(value);
          }
      };
      const result = parseJson(text);
      if (!result.ok) throw new Error(result.error.message);
      check(result.document.root);
    }),
  );
});

test.each([
  ['{\n  "a": tru\n}', { line: 2, column: 8, offset: 9 }],
  ["[1,\n2\n", { line: 3, column: 1, offset: 6 }],
  ['{"a": 1} x', { line: 1, column: 10, offset: 9 }],
])("says where %j stops being JSON", (text, place) => {
  const result = parseJson(text);
  expect(result.ok ? null : result.error).toMatchObject(place);
});

test("skips a byte order mark, which counts", () => {
  const result = parseJson('\uFEFF{"a": "b"}');
  expect(
    result.ok && result.document.root.kind === "object" && result.document.root.members.get("a"),
  ).toEqual({
    key: 2,
    value: { kind: "string", value: "b", content: 8, start: 7, end: 10 },
  });
});

test("takes 200 levels and refuses more, without running out of stack", () => {
  const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(parseJson(nested(201)).ok).toBe(true);
  expect(parseJson(nested(202)).ok).toBe(false);
  expect(parseJson("[".repeat(1_000_000)).ok).toBe(false);
  expect(parseJson('{"a":'.repeat(200_000)).ok).toBe(false);
});

test("what is skipped is null, and what stands after it has its place", () => {
  const text = '{"a": {"skip": [1, {"x": "]}\\"" }], "b": 2}, "skip": "s", "c": [true]}';
  const result = parseJson(text, new Set(["skip"]));
  const root = result.ok && result.document.root.kind === "object" ? result.document.root.members : null;
  expect(root?.get("skip")?.value).toMatchObject({ kind: "scalar", value: null });
  expect(root?.get("c")?.value).toMatchObject({ kind: "array", start: text.indexOf("[true") });
  expect(root?.get("a")?.value).toMatchObject({ kind: "object", end: text.indexOf(', "skip": "s"') });
  expect(parseJson('{"skip": }', new Set(["skip"])).ok).toBe(false);
  expect(parseJson('{"skip": [[[', new Set(["skip"])).ok).toBe(false);
});
