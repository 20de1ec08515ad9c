import fastStringWidth from "fast-string-width";
import { readStyledText, type Run } from "./styled-text.ts";

/** A picture of a terminal. */
export interface Picture {
  /** What was typed, without the prompt. */
  readonly command: string;
  /** What the terminal showed, with its colours. */
  readonly output: string;
  readonly columns: number;
}

const CELL = { width: 8, height: 18 };
const MARGIN = { side: 20, top: 52, bottom: 20 };
const FONT =
  "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const THEME = { ground: "#16181d", bar: "#20232a", text: "#d6dae2", prompt: "#7f8794" };
/** The eight colours of SGR 30 to 37, each at least 4.5 : 1 against the ground (WCAG 2, 1.4.3). */
const COLORS = ["#7f8794", "#ff7b78", "#7fd88f", "#e8c268", "#7cb0ff", "#d9a0f0", "#6cd0d8", "#d6dae2"];

/** The picture as SVG: text stays text, so it can be read aloud, searched and copied. The same input, the same bytes. */
export function terminalSvg({ command, output, columns }: Picture): string {
  const lines = readStyledText(output);
  const width = columns * CELL.width + 2 * MARGIN.side;
  const height = (lines.length + 2) * CELL.height + MARGIN.top + MARGIN.bottom;
  const rows = [promptRow(command), [], ...lines].map((runs, row) => textRow(runs, row));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(command)}">
<title>${escaped(command)}</title>
<rect width="${width}" height="${height}" rx="10" fill="${THEME.ground}"/>
<path d="M0 10a10 10 0 0 1 10-10h${width - 20}a10 10 0 0 1 10 10v26H0z" fill="${THEME.bar}"/>
<g fill="${THEME.prompt}"><circle cx="22" cy="18" r="5"/><circle cx="40" cy="18" r="5"/><circle cx="58" cy="18" r="5"/></g>
<g font-family="${FONT}" font-size="13" fill="${THEME.text}" xml:space="preserve">
${rows.filter((row) => row !== "").join("\n")}
</g>
</svg>
`;
}

function promptRow(command: string): readonly Run[] {
  const plain = { bold: false, dim: false, color: null };
  return [
    { ...plain, text: "$ ", color: 0 },
    { ...plain, text: command, bold: true },
  ];
}

/** Each run begins at its own column and is given its width, so that columns stand whatever font the reader has. */
function textRow(runs: readonly Run[], row: number): string {
  const y = MARGIN.top + row * CELL.height + 13;
  let column = 0;
  const texts = runs.map((run) => {
    const width = fastStringWidth(run.text);
    const x = MARGIN.side + column * CELL.width;
    column += width;
    return run.text.trim() === ""
      ? ""
      : `<text x="${x}" y="${y}" textLength="${width * CELL.width}"${looks(run)}>${escaped(run.text)}</text>`;
  });
  return texts.join("");
}

function looks({ bold, dim, color }: Run): string {
  const fill = color === null ? "" : ` fill="${COLORS[color] ?? THEME.text}"`;
  return `${fill}${bold ? ' font-weight="700"' : ""}${dim ? ' opacity="0.65"' : ""}`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
