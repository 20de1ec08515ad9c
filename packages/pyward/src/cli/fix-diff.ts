import { neutralise } from "../reports/shared/neutralise.ts";

const COLORS: Readonly<Record<string, string>> = { "+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m" };

/** A unified diff for a terminal. */
export function diffText(diff: string, color: boolean): string {
  const lines = diff.replace(/\n$/, "").split("\n");
  return lines.map((line) => `${diffLine(line, color)}\n`).join("");
}

function diffLine(line: string, color: boolean): string {
  const shown = neutralise(line);
  const code = /^(?:\+\+\+|---) /.test(line) ? "\x1b[1m" : COLORS[line.charAt(0)];
  return color && code !== undefined ? `${code}${shown}\x1b[0m` : shown;
}
