import fastStringWidth from "fast-string-width";
import { isPlain, neutralise, withoutCommands } from "../shared/neutralise.ts";

/** How a piece of text looks in colour. Without colour every style is plain: a style never carries meaning alone. */
export type Style = "plain" | "bold" | "dim" | "alarm" | "red" | "yellow" | "green" | "blue";

/** Text in one style, made by `piece` or cut from such a text: one line, nothing that a terminal obeys. */
export interface Piece {
  readonly text: string;
  readonly style: Style;
  /** Columns that a terminal gives to the text: two for a wide character, none for a combining mark. */
  readonly width: number;
}

/** Pieces that stand side by side on one line. */
export type Line = readonly Piece[];

/** Select Graphic Rendition parameters (ECMA-48, 8.3.117). */
const SGR: Readonly<Record<Exclude<Style, "plain">, string>> = {
  bold: "1",
  dim: "2",
  alarm: "1;31",
  red: "31",
  yellow: "33",
  green: "32",
  blue: "36",
};

/** ASCII and the signs that this folder writes itself: a column for each. */
const NARROW = /^[\x20-\x7e·→…]*$/;

/** The text, neutralised: there is no other way to the output, so no text from outside can be forgotten. */
export function piece(text: string, style: Style = "plain"): Piece {
  if (!isPlain(text)) return partOf(neutralise(text), style);
  const shown = withoutCommands(text);
  return { text: shown, style, width: shown.length };
}

/** A part of the text of a piece, or parts put together. */
export function partOf(text: string, style: Style): Piece {
  return { text, style, width: widthOf(text) };
}

const BLANKS: Piece[] = [];

/** So many spaces. */
export function blank(width: number): Piece {
  return (BLANKS[width] ??= { text: " ".repeat(width), style: "plain", width });
}

/** The columns of `Piece.width`. The library's Unicode tables cost milliseconds when first asked. */
export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : fastStringWidth(text);
}

export function lineWidth(line: Line): number {
  let sum = 0;
  for (let at = 0; at < line.length; at++) sum += line[at]?.width ?? 0;
  return sum;
}

/** The lines as one text, each ending in a newline. */
export function paint(lines: readonly Line[], color: boolean): string {
  let text = "";
  lines.forEach((line) => {
    text += `${color ? paintLine(line) : plainLine(line)}\n`;
  });
  return text;
}

function plainLine(line: Line): string {
  let text = "";
  for (let at = 0; at < line.length; at++) text += line[at]?.text ?? "";
  return text.trimEnd();
}

function paintLine(line: Line): string {
  const last = line.findLastIndex(({ text }) => text.trimEnd() !== "");
  return line
    .slice(0, last + 1)
    .map(({ text, style }, index) => colored(index === last ? text.trimEnd() : text, style))
    .join("");
}

function colored(text: string, style: Style): string {
  return style === "plain" || text === "" ? text : `\x1b[${SGR[style]}m${text}\x1b[0m`;
}
