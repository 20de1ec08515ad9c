import { describe, expect, test } from "vitest";
import { entry, entryAt, parseToml, toPlain, type PlainValue } from "./index.ts";

function read(text: string): PlainValue {
  const result = parseToml(text);
  if (!result.ok) throw new Error(`${result.error.line}:${result.error.column} ${result.error.message}`);
  return toPlain(result.document.root);
}

function failure(text: string): string {
  const result = parseToml(text);
  return result.ok ? "accepted" : `${result.error.line}:${result.error.column}`;
}

function valueOf(text: string): PlainValue | undefined {
  const root = read(`v = ${text}`);
  return root instanceof Map ? root.get("v") : undefined;
}

describe("values", () => {
  test.each<[string, PlainValue]>([
    ['"a\\tb\\u00e9\\U0001F600\\e\\x41\\"\\\\"', 'a\tbé😀\u001BA"\\'],
    ["'a\\tb'", "a\\tb"],
    ['"""\nfirst\nsecond"""', "first\nsecond"],
    ['"""a""b"""', 'a""b'],
    ['"""a"""""', 'a""'],
    ['"""a\\\n   \n  b"""', "ab"],
    ['"""a\\"""b"""', 'a"""b'],
    ["'''\r\na'b'''''", "a'b''"],
    ["+1_000", 1000],
    ["-0", 0],
    ["0xDEAD_beef", 0xdeadbeef],
    ["0o755", 0o755],
    ["0b1101", 13],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["1e3", 1000],
    ["-1_0.2_5e-1", -1.025],
    ["-inf", -Infinity],
    ["true", true],
    ["1979-05-27T07:32:00.5-07:00", "1979-05-27T07:32:00.5-07:00"],
    ["1979-05-27 07:32", "1979-05-27 07:32"],
    ["2000-02-29", "2000-02-29"],
    ["07:32:00", "07:32:00"],
    ["[1, [2,], # two\n 3]", [1, [2], 3]],
    [
      "{ a.b = 1, a.c = 2,\n d = {} }",
      new Map<string, PlainValue>([
        [
          "a",
          new Map([
            ["b", 1],
            ["c", 2],
          ]),
        ],
        ["d", new Map()],
      ]),
    ],
  ])("%s", (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test.each([
    '"a',
    "'a",
    '"a\nb"',
    "'a\nb'",
    '"""a""',
    '"\\q"',
    '"\\uD800"',
    '"\\U00110000"',
    '"\\u12"',
    '"""\\ x"""',
    "01",
    "1_",
    "1__0",
    "+0x1",
    "0xG",
    "1.",
    ".5",
    "1e",
    "1.e1",
    "nope",
    "True",
    "9223372036854775808",
    "",
    "1979-13-01",
    "1979-02-30",
    "1900-02-29",
    "24:00:00",
    "07:60:00",
    "07:32:60",
    "1979-05-27T",
    "1979-05-27 07:32:00+24:00",
    "07:32:00Z",
    "[1",
    "[1 2]",
    "[,]",
    "{ a = 1",
    "{ a = 1 b = 2 }",
    "{,}",
    "{ a = 1, a = 2 }",
    "{ a = {}, a.b = 1 }",
    "1 2",
  ])("refuses %j", (text) => {
    expect(failure(`v = ${text}\n`)).not.toBe("accepted");
  });
});

describe("tables", () => {
  test.each([
    "[a]\n[a]",
    "a = 1\na = 2",
    "[a]\nb = 1\n[a.b]",
    "[a.b]\n[a]\nb.c = 1",
    "a.b = 1\n[a]",
    "a.b.c = 1\na.b = 2",
    "a = []\n[[a]]",
    "[[a]]\n[a]",
    "[a]\n[[a]]",
    "a = {}\n[a.b]",
    "a = {}\na.b = 1",
    "[[a.b]]\n[a]\nb.c = 1",
    "[a.b]\nx = 1\n[a.b]",
    "[a",
    "[[a]",
    "[a] b",
    "[]",
    "[a..b]",
    "= 1",
    "a",
    "a b = 1",
    '"""a""" = 1',
    "a = 1 b = 2",
    "[ [a]]",
    "[fruit]\napple.color = 1\n[fruit.apple]",
  ])("refuses %j", (text) => {
    expect(failure(text)).not.toBe("accepted");
  });

  test.each([
    "[a.b]\n[a]\nc = 1",
    "[[a]]\n[a.b]\n[[a]]\n[a.b]",
    "[fruit]\napple.color = 1\n[fruit.apple.texture]\nsmooth = true",
    'a."b.c".d = 1\na.e = 2',
    "\"\" = 1\n'' . a = 1".replace("'' .", "x ."),
    "[ a . 'b' ]\nc = 1",
    "\u{FEFF}a = 1\r\n",
    "3.14 = 1",
  ])("takes %j", (text) => {
    expect(failure(text)).toBe("accepted");
  });

  test("no key is special", () => {
    const result = parseToml('[__proto__]\npolluted = true\n[a]\nconstructor = 1\n"__proto__" = 2');
    expect(result.ok).toBe(true);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    if (!result.ok) return;
    expect(entryAt(result.document.root, "__proto__", "polluted")).toMatchObject({ value: true });
    expect(entryAt(result.document.root, "a", "__proto__")).toMatchObject({ value: 2 });
    expect(entry(result.document.root, "constructor")).toBeNull();
  });

  test("a table of many entries finds each and refuses a second of each", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `key${index} = ${index}`);
    const result = parseToml(lines.join("\n"));
    if (!result.ok) throw new Error(result.error.message);
    for (let index = 0; index < 40; index++) {
      expect(entry(result.document.root, `key${index}`)).toMatchObject({ value: index });
      expect(failure([...lines, `key${index} = 0`].join("\n"))).toBe("41:1");
    }
  });
});

describe("places", () => {
  const text = 'a = \'é\'\n[t]\n b.c = [ "x\\ty", "z" ]\n[[u]]\n';
  const result = parseToml(text);
  if (!result.ok) throw new Error(result.error.message);
  const { root, positionOf } = result.document;

  test("of keys, values and headers", () => {
    expect(entry(root, "a")).toMatchObject({ key: 0, start: 4, end: 7, content: 5 });
    const array = entryAt(root, "t", "b", "c");
    if (array?.kind !== "array") throw new Error("no array");
    expect(text.slice(array.start, array.end)).toBe('[ "x\\ty", "z" ]');
    expect(positionOf(array.key)).toEqual({ line: 3, column: 4 });
    expect(array.items.map((item) => (item.kind === "string" ? item.content : 0))).toEqual([
      null,
      text.indexOf("z"),
    ]);
    const header = entry(root, "t");
    expect(header === null ? "" : text.slice(header.start, header.end)).toBe("[t]");
  });

  test.each([
    ["a = 1\nb = \n", "2:5"],
    ["a = 1\r\n  b = 'x\r\n", "2:7"],
    ["a = '\u0001'", "1:6"],
    ["a = 1\rb = 2", "1:6"],
    ["# \u007F", "1:3"],
    ["[a]\n[b]\n[a]", "3:2"],
    ['a = "12\\q"', "1:8"],
  ])("of the error in %j", (bad, position) => {
    expect(failure(bad)).toBe(position);
  });
});

describe("hostile text", () => {
  test.each([
    ["arrays", "a = " + "[".repeat(10_000)],
    ["inline tables", "a = " + "{a=".repeat(10_000)],
    ["dotted keys", `${"a.".repeat(10_000)}a = 1`],
    ["headers", `[${"a.".repeat(10_000)}a]`],
  ])("deeply nested %s are an error value", (_, text) => {
    expect(failure(text)).not.toBe("accepted");
  });

  const half = 25_000;
  test.each([
    ["quotes in a multi-line string", `a = """${'"" '.repeat(half)}`],
    ["backslashes", `a = "${"\\\\".repeat(half)}`],
    ["backslashes far from the quote", `a = """${"\\n".repeat(half)}"""`],
    ["line continuations", `a = """${"\\\n".repeat(half)} x"""`],
    ["digits", `a = ${"9".repeat(2 * half)}`],
    ["underscored digits", `a = ${"1_".repeat(half)}x`],
    ["zeros", `a = 0x${"0".repeat(2 * half)}`],
    ["blanks", `a =${" ".repeat(2 * half)}`],
    ["comments", "#\n".repeat(half)],
    ["keys", Array.from({ length: 8000 }, (_, index) => `k${index}=1`).join("\n")],
    ["array items", "[[a]]\n".repeat(8000)],
    ["carriage returns", "a=1\r\n".replace("a=1", "").repeat(half)],
  ])("50 kB of %s take no time", (_, text) => {
    const started = performance.now();
    parseToml(text);
    expect(performance.now() - started).toBeLessThan(250);
  });
});
