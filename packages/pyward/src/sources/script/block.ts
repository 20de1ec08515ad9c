/** The metadata of a script, without the comment signs. */
export interface ScriptBlock {
  /** TOML, if the script is right. Lines end with LF. */
  readonly content: string;
  /** Where each line of the content stands in the script. */
  readonly lines: readonly PlacedLine[];
}

export interface PlacedLine {
  /** Offset of the line in the content. */
  readonly offset: number;
  /** Offset of the line's content in the script, in UTF-16 code units. */
  readonly start: number;
  /** 1-based. */
  readonly line: number;
  /** 1-based, of the content's first character. */
  readonly column: number;
}

/** `line` is that of the block's first line, 1-based. */
export type FoundBlock =
  | { readonly kind: "block"; readonly block: ScriptBlock }
  | { readonly kind: "none" }
  | { readonly kind: "unclosed"; readonly line: number }
  | { readonly kind: "several"; readonly line: number };

/**
 * Finds the block of type `script` as PEP 723 defines it, under "Specification": it lies in one run of comment lines, and
 * ends at the last `# ///` of that run. Linear, since a run holds at most one block.
 */
export function findBlock(text: string): FoundBlock {
  const lines = splitLines(text);
  let found: ScriptBlock | null = null;
  let unclosed: number | null = null;
  for (let from = 0; from < lines.length; from++) {
    const end = endOfRun(lines, from);
    const range = blockIn(lines, from, end);
    if (range?.type === "script") {
      if (range.close === null) unclosed ??= range.open + 1;
      else if (found !== null) return { kind: "several", line: range.open + 1 };
      else found = toBlock(lines, range.open, range.close);
    }
    from = end;
  }
  if (found !== null) return { kind: "block", block: found };
  return unclosed === null ? { kind: "none" } : { kind: "unclosed", line: unclosed };
}

interface Line {
  readonly text: string;
  readonly start: number;
}

function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith("\u{FEFF}") ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const next = newline === -1 ? text.length : newline + 1;
    const end = newline === -1 ? text.length : newline;
    lines.push({ text: text.slice(start, text[end - 1] === "\r" ? Math.max(end - 1, start) : end), start });
    start = next;
  }
  return lines;
}

/** The first line at or after `from` that could not stand inside of a block. */
function endOfRun(lines: readonly Line[], from: number): number {
  let end = from;
  for (let line = lines[end]; line !== undefined && /^#(?: |$)/.test(line.text); line = lines[end]) end++;
  return end;
}

interface Range {
  readonly type: string;
  readonly open: number;
  /** Null where nothing closes it. */
  readonly close: number | null;
}

function blockIn(lines: readonly Line[], from: number, end: number): Range | null {
  let close = end - 1;
  while (close >= from && lines[close]?.text !== "# ///") close--;
  let unclosed: Range | null = null;
  for (let open = from; open < end; open++) {
    const type = /^# \/\/\/ ([a-zA-Z0-9-]+)$/.exec(lines[open]?.text ?? "")?.[1];
    if (type === undefined) continue;
    if (close > open + 1) return { type, open, close };
    unclosed ??= { type, open, close: null };
  }
  return unclosed;
}

function toBlock(lines: readonly Line[], open: number, close: number): ScriptBlock {
  const inside = lines.slice(open + 1, close);
  let next = 0;
  return {
    content: inside.map(({ text }) => `${text.slice(2)}\n`).join(""),
    lines: inside.map(({ text, start }, at) => {
      const sign = Math.min(text.length, 2);
      const offset = next;
      next += text.length - sign + 1;
      return { offset, start: start + sign, line: open + 2 + at, column: sign + 1 };
    }),
  };
}
