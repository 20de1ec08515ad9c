/** Text in one look, as a terminal shows it. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly dim: boolean;
  /** One of the eight colours of SGR 30 to 37; null: the ordinary one. */
  readonly color: number | null;
}

type Look = Omit<Run, "text">;

const PLAIN: Look = { bold: false, dim: false, color: null };
const SGR = /\x1b\[([0-9;]*)m/;

/** The lines of a terminal's output, each in runs of one look. Other escapes than colours are an error: pyward writes none. */
export function readStyledText(output: string): readonly (readonly Run[])[] {
  let look = PLAIN;
  return output
    .replaceAll("\r\n", "\n")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      const runs: Run[] = [];
      // Text and parameters take turns, because the pattern has one group.
      for (const [index, part] of line.split(SGR).entries()) {
        if (index % 2 === 1) look = part.split(";").reduce(changed, look);
        else if (part !== "") runs.push({ ...look, text: printable(part) });
      }
      return runs;
    });
}

function changed(look: Look, parameter: string): Look {
  const code = Number(parameter);
  if (code === 0) return PLAIN;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return { ...look, color: null };
  if (code >= 30 && code <= 37) return { ...look, color: code - 30 };
  throw new Error(`unexpected colour ${parameter}`);
}

function printable(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Error(`unexpected control character in ${JSON.stringify(text)}`);
  return text;
}
