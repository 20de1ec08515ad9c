import fc from "fast-check";
import { expect, test } from "vitest";
import { readExpression, tokenize, type PythonExpression } from "./index.ts";

function written(text: string): readonly string[] | string {
  const read = tokenize(text);
  if (!read.ok) return `${read.offset} ${read.message}`;
  return read.tokens.map(({ kind, start, end }) => (kind === "newline" ? "NEWLINE" : text.slice(start, end)));
}

test.each([
  ["a = 1 # b\n", ["a", "=", "1", "NEWLINE"]],
  ["f(a,\n\n  # c\n  b)\r\nc", ["f", "(", "a", ",", "b", ")", "NEWLINE", "c", "NEWLINE"]],
  ["a = \\\n  'b'\n", ["a", "=", "'b'", "NEWLINE"]],
  ['a = """x\n"y" \'\'\'"""', ["a", "=", '"""x\n"y" \'\'\'"""', "NEWLINE"]],
  ["rb'\\' x' Ur\"\" f''", ["rb'\\' x'", 'Ur""', "f''", "NEWLINE"]],
  ["x if'a'else\"b\"", ["x", "if", "'a'", "else", '"b"', "NEWLINE"]],
  ["1e-5j 0x_ff .5 1..real", ["1e-5j", "0x_ff", ".5", "1..real", "NEWLINE"]],
  ["a**=b//c->d<>e:=f...", ["a", "**=", "b", "//", "c", "->", "d", "<>", "e", ":=", "f", "...", "NEWLINE"]],
  ["größe = `x`", ["größe", "=", "`", "x", "`", "NEWLINE"]],
  ["\uFEFF\n\n  \n", []],
  ["'a\\\r\nb'", ["'a\\\r\nb'", "NEWLINE"]],
])("splits %j", (text, expected) => expect(written(text)).toEqual(expected));

test.each([
  ["'a\n'", "0 a string is not closed"],
  ['"""a"', "0 a string is not closed"],
  ["'\\", "0 a string is not closed"],
  ["f(a]", "3 a bracket closes what is not open"],
  ["a)", "1 a bracket closes what is not open"],
  ["a = [(", "4 a bracket is not closed"],
  ["a \\ b", "2 a backslash stands where no line ends"],
])("refuses %j", (text, expected) => expect(written(text)).toBe(expected));

test("tokens follow each other and brackets know each other", () => {
  const piece = fc.constantFrom(..."a|=|(|)|[|]|{|}|'|\"|'''|\\|\n|\r\n|  |\t|#|rb|f|1|.|,|:|é".split("|"));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const read = tokenize(pieces.join(""));
      if (!read.ok) return;
      for (const [at, { start, end, partner }] of read.tokens.entries()) {
        expect(start).toBeGreaterThanOrEqual(read.tokens[at - 1]?.end ?? 0);
        expect(end).toBeGreaterThanOrEqual(start);
        if (partner !== -1) expect(read.tokens[partner]?.partner).toBe(at);
      }
    }),
    { numRuns: 2000 },
  );
});

function value(text: string): PythonExpression {
  const read = tokenize(text);
  if (!read.ok) throw new Error(read.message);
  return readExpression({ text, tokens: read.tokens }, 0, read.tokens.length - 1);
}

// Each is what CPython's ast.literal_eval gives.
test.each([
  ["'a\\tb\\x41\\101\\u00e9\\U0001F600\\q'", "a\tbAA\u00e9\u{1F600}\\q"],
  ["r'a\\tb'", "a\\tb"],
  ["'a' \"b\" '''c'''", "abc"],
  ["'a\\\nb'", "ab"],
  ["('a'\n   'b')", "ab"],
  ["'''a\r\nb'''", "a\nb"],
  ["u'a\\'b'", "a'b"],
  ['""', ""],
  ['""""a"""', '"a'],
])("reads the string %j", (text, expected) =>
  expect(value(text)).toMatchObject({ kind: "string", value: expected }),
);

test.each([
  "f'a'",
  "'a' f'{b}'",
  "'\\N{DEGREE SIGN}'",
  "'a' % b",
  "'a'.split()",
  "a or b",
  "lambda: 1",
  "-a",
  "a.b",
])("%j is computed", (text) => expect(value(text).kind).toBe("computed"));

test.each([
  ["[]", 0],
  ["()", 0],
  ["(1,)", 1],
  ["1, 2,", 2],
  ["[1, *a, b'c',]", 3],
  ["{1, 2}", 2],
  ["[x for x in y]", 1],
])("%j is a sequence of %i", (text, count) => {
  const read = value(text);
  expect(read.kind === "sequence" ? read.items.length : null).toBe(count);
});

test.each(["{}", "{'a': 1}", "{**a}", "{'a': lambda x: x, 'b': 2}", "{k: v for k in x}"])(
  "%j is a dict",
  (text) => expect(value(text).kind).toBe("dict"),
);

test.each([
  ["open brackets", "[".repeat(20_000)],
  ["nested brackets", `a = ${"[".repeat(10_000)}${"]".repeat(10_000)}`],
  ["nested calls", `a = ${"f(".repeat(10_000)}${")".repeat(10_000)}`],
  ["nested dicts", `a = ${"{1:".repeat(10_000)}1${"}".repeat(10_000)}`],
  ["single quotes", "'".repeat(50_001)],
  ["double quotes", '"'.repeat(50_000)],
  ["backslashes", `'${"\\".repeat(50_001)}`],
  ["sums", `a = ${"'b'+".repeat(50_000)}'c'`],
  ["names", "a.".repeat(50_000)],
  ["prefixes", "rb".repeat(50_000)],
])("%s stay quick", (_, text) => {
  const started = process.cpuUsage();
  const read = tokenize(text);
  if (read.ok) readExpression({ text, tokens: read.tokens }, 2, read.tokens.length - 1);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1);
});
