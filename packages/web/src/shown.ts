import { neutralise, SHOWN_LIMIT } from "../../pyward/src/reports/shared/neutralise.ts";

/** A text from outside on one line: nothing hidden, nothing that turns the order of letters round. */
export const shown = neutralise;

const BRIEF = 60;

/** The beginning of a name that stands in full elsewhere. */
export function brief(text: string): string {
  const characters = [...shown(text)];
  return characters.length <= BRIEF ? characters.join("") : `${characters.slice(0, BRIEF - 1).join("")}…`;
}

const MOST_LINES = 300;

/** A text of several lines, each as harmless; a long line is kept whole. */
export function shownProse(text: string): string {
  const lines = text.split(/\r\n|[\n\r]/);
  const kept = lines.slice(0, MOST_LINES).map((line) => piecesOf(line).map(neutralise).join(""));
  return [...kept, ...(lines.length > MOST_LINES ? ["…"] : [])].join("\n");
}

function piecesOf(line: string): readonly string[] {
  if (line.length <= SHOWN_LIMIT) return [line];
  const characters = [...line];
  const count = Math.ceil(characters.length / SHOWN_LIMIT);
  return Array.from({ length: count }, (_, at) =>
    characters.slice(at * SHOWN_LIMIT, (at + 1) * SHOWN_LIMIT).join(""),
  );
}
