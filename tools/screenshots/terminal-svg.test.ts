import { expect, test } from "vitest";
import { readStyledText } from "./styled-text.ts";
import { terminalSvg } from "./terminal-svg.ts";

const plain = { bold: false, dim: false, color: null };

test("looks last until they are changed, over line ends too", () => {
  expect(readStyledText("a\x1b[1;31mb\r\nc\x1b[0md\x1b[2me\x1b[22mf\n")).toEqual([
    [
      { ...plain, text: "a" },
      { ...plain, bold: true, color: 1, text: "b" },
    ],
    [
      { ...plain, bold: true, color: 1, text: "c" },
      { ...plain, text: "d" },
      { ...plain, dim: true, text: "e" },
      { ...plain, text: "f" },
    ],
  ]);
});

test("what pyward never writes is refused rather than drawn", () => {
  expect(() => readStyledText("\x1b[2J")).toThrow("control character");
  expect(() => readStyledText("\x1b[5m")).toThrow("colour 5");
});

test("a picture: text at its column with its width, markup escaped", () => {
  const svg = terminalSvg({
    command: 'pyward "<x>"',
    output: "\x1b[31m依存\x1b[0m  a&b\n\nend\n",
    columns: 10,
  });
  expect(svg).toContain('aria-label="pyward &quot;&lt;x&gt;&quot;"');
  expect(svg).toContain('<text x="20" y="101" textLength="32" fill="#ff7b78">依存</text>');
  expect(svg).toContain('<text x="52" y="101" textLength="40">  a&amp;b</text>');
  expect(svg).toContain('y="137" textLength="24">end</text>');
  expect(svg).toMatch(/^<svg [^>]*width="120" height="162"/);
});
