import { describe, expect, test } from "vitest";
import { parseXml, type XmlElement } from "./index.ts";

function rootOf(text: string): XmlElement {
  const result = parseXml(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.document.root;
}

describe("parseXml", () => {
  test("keeps names without prefixes, their namespaces, attributes, texts and places", () => {
    const text =
      '<?xml version="1.0"?>\r\n<a:bom xmlns:a="urn:a" a:x="no" y="é &amp; 😀">\r\n  <b> t<!-- c -->x<![CDATA[<&]]></b>\r\n</a:bom>';
    const root = rootOf(text);
    expect([root.name, root.namespace, root.text, [...root.attributes]]).toEqual([
      "bom",
      "urn:a",
      "",
      [["y", "é & 😀"]],
    ]);
    const [child] = root.children;
    expect([child?.name, child?.namespace, child?.text]).toEqual(["b", "", "tx<&"]);
    expect(text.slice(root.start, root.start + 6)).toBe("<a:bom");
    expect(text.slice(child?.start, child?.content)).toBe("<b> ");
    const result = parseXml(text);
    expect(result.ok && result.document.positionOf(child?.start ?? 0)).toEqual({ line: 3, column: 3 });
  });

  test("counts a byte order mark", () => {
    expect(rootOf("\u{FEFF}<a/>").start).toBe(1);
  });

  test.each([
    ["", 1, 1],
    ["text", 1, 5],
    ["<a>", 1, 4],
    ["<a>\n<b></a>", 2, 8],
    ["<a>\n  &b;</a>", 2, 6],
    ["<a b='1' b='2'/>", 1, 17],
    ["<x:a/>", 1, 7],
    ["<a>\u0000</a>", 1, 5],
    ["<a/><b/>", 1, 8],
  ])("refuses %j where it is wrong", (text, line, column) => {
    expect(parseXml(text)).toMatchObject({ ok: false, error: { line, column } });
  });

  test("expands no entity and looks nowhere else", () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///c">]><a>&b;&c;</a>';
    expect(parseXml(bomb)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("document type") },
    });
    expect(parseXml("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a>")).toMatchObject({
      document: { root: { text: "<>&\"'AB" } },
    });
  });

  test("messages hold nothing that could move a cursor", () => {
    const result = parseXml("<a>&\u202E\u001B[2J;</a>");
    expect(result.ok ? "" : result.error.message).toMatch(/^[\u0020-\u007E]+$/);
  });

  test.each([
    ["deep", "<a>".repeat(200_000)],
    ["unclosed", "<a ".repeat(100_000)],
    ["a huge attribute", `<a b="${"x".repeat(5_000_000)}"/>`],
    ["many attributes", `<a ${Array.from({ length: 20_000 }, (_, at) => `b${at}='1'`).join(" ")}/>`],
    ["many references", `<a>${"&amp;".repeat(500_000)}</a>`],
    ["much space", `${`<a>${" ".repeat(20_000)}`.repeat(150)}`],
    ["a long comment", `<a><!--${"- ".repeat(1_000_000)}</a>`],
  ])("is quick where it meets %s", (_, text) => {
    const started = process.cpuUsage();
    parseXml(text);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  });
});
