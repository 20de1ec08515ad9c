import type { IniLine, IniOption } from "../../../syntax/ini/index.ts";

/**
 * The requirements in a value, as setuptools' `_parse_list_semicolon` and `drop_comment` have them: one a line, or
 * divided by semicolons where all stand in one line; a comment begins with a blank and `#`.
 */
export function itemsOf({ lines }: IniOption): readonly IniLine[] {
  const pieces = lines.length === 1 ? lines.flatMap(bySemicolon) : lines;
  return pieces.map(withoutComment).filter(({ text }) => text !== "" && !text.startsWith("#"));
}

function bySemicolon({ text, start }: IniLine): readonly IniLine[] {
  let next = start;
  return text.split(";").map((piece) => {
    const trimmed = piece.trim();
    const item = { text: trimmed, start: next + piece.indexOf(trimmed) };
    next += piece.length + 1;
    return item;
  });
}

function withoutComment({ text, start }: IniLine): IniLine {
  const comment = text.indexOf(" #");
  return { text: comment === -1 ? text : text.slice(0, comment).trimEnd(), start };
}
