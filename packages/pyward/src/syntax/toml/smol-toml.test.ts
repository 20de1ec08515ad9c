import fc from "fast-check";
import { parse, stringify, type TomlTable as SmolTable } from "smol-toml";
import { expect, test } from "vitest";
import { entriesOf, parseToml, toPlain, type PlainValue, type TomlNode } from "./index.ts";

// smol-toml is the oracle: what it takes and what it reads, over generated documents and over damaged ones.

const key = fc.oneof(
  fc.stringMatching(/^[a-c]{1,2}$/),
  fc.string({ maxLength: 4 }),
  fc.constant("__proto__"),
);
const scalar = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("", "\n", '"', '"""', "'''", "\\", "a\r\nb", "é😀"),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.boolean(),
);
const { table } = fc.letrec<{ table: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("value"), { maxLength: 4 }), tie("table")),
  table: fc.dictionary(key, tie("value"), { maxKeys: 12, noNullPrototype: false }),
}));

function expected(value: unknown): PlainValue {
  if (Array.isArray(value)) return value.map(expected);
  if (value instanceof Date) return "date";
  if (typeof value === "object" && value !== null) {
    return new Map(Object.entries(value).map(([name, item]) => [name, expected(item)]));
  }
  if (typeof value === "bigint") return normalNumber(value);
  if (typeof value === "string") return value.replaceAll("\r\n", "\n");
  return typeof value === "number" ? normalNumber(value) : value === true;
}

/** -0 and the two integer types are no difference here. */
function normalNumber(value: number | bigint): number {
  return Number(value) + 0;
}

function ours(value: PlainValue): PlainValue {
  if (typeof value === "object" && "map" in value) return value.map(ours);
  if (typeof value === "object") return new Map([...value].map(([name, item]) => [name, ours(item)]));
  if (typeof value === "string") return value.replaceAll("\r\n", "\n");
  return typeof value === "boolean" ? value : normalNumber(value);
}

function oracle(text: string): SmolTable | null {
  try {
    return parse(text, { integersAsBigInt: "asNeeded" });
  } catch {
    return null;
  }
}

test("reads what smol-toml reads in what it writes", () => {
  fc.assert(
    fc.property(table, (value) => {
      const text = stringify(value);
      const result = parseToml(text);
      if (!result.ok) throw new Error(`${result.error.message} in ${JSON.stringify(text)}`);
      expect(ours(toPlain(result.document.root))).toEqual(expected(parse(text)));
      for (const node of entriesOf(result.document.root)) checkPlaces(text, node);
    }),
    { numRuns: 300 },
  );
});

function checkPlaces(text: string, node: TomlNode): void {
  if (node.kind === "table") for (const child of entriesOf(node)) checkPlaces(text, child);
  else if (node.kind === "array") for (const item of node.items) checkPlaces(text, item);
  else {
    const again = parseToml(`again = ${text.slice(node.start, node.end)}`);
    expect(again.ok && toPlain(again.document.root)).toEqual(new Map([["again", node.value]]));
  }
  if (node.kind === "string" && node.content !== null) {
    expect(text.slice(node.content, node.content + node.value.length)).toBe(node.value);
  }
}

const SEED = `# A document with one of everything. No dates: smol-toml takes 30 February.
title = "x\\u00e9" # trailing
'q.k' = 'raw \\ text'
a.b."c d" = [1, 2.5e3, 0xff, -inf, true, [ "n", ], {}]

[t]
m = """
one \\
  two""three"""
l = '''
it''s'''
inline = { x = 1, y.z = "w", arr = [{ k = 1 }] }
[t.sub.deep]
k_1 = +1_000
[[list]]
n = 1
[list.inner]
[[list.inner.more]]
[[list]]
`;
const PIECES = [
  ..."\"'\n\r[]{},=.#\\ \t_+-019exaT:é\u0000\u007F",
  '"""',
  "'''",
  "\r\n",
  "[[",
  "]]",
  "a.b",
  "\\u00e9",
  "\\\n",
  "inf",
  "true",
  "t.sub",
  "list",
  "__proto__",
  "\uFEFF",
  "[t]\n",
  "[[list]]\n",
  "\na.b.x = 1\n",
  "k = 1\n",
];
const damage = fc.record({
  at: fc.nat({ max: SEED.length }),
  cut: fc.constantFrom(0, 0, 1, 1, 2, 6, 30),
  piece: fc.oneof(fc.constant(""), fc.constantFrom(...PIECES)),
});

test("takes and refuses what smol-toml takes and refuses in a damaged document", () => {
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      let text = SEED;
      for (const { at, cut, piece } of damages) text = text.slice(0, at) + piece + text.slice(at + cut);
      const reference = oracle(text);
      const result = parseToml(text);
      if (reference === null || !result.ok) expect([text, result.ok]).toEqual([text, reference !== null]);
      else expect(ours(toPlain(result.document.root))).toEqual(expected(reference));
    }),
    { numRuns: 3000 },
  );
});
