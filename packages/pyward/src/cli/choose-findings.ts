import { emitKeypressEvents } from "node:readline";
import { someOf, type ReportFinding } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";

interface Row {
  readonly title: string;
  readonly fingerprints: readonly string[];
}

/**
 * Asks on the terminal which packages are to be fixed: a list in which space chooses, enter writes, and escape leaves all as it
 * is. Gives the fingerprints of the chosen findings; null: nothing is to be written.
 */
export async function chooseFindings(
  findings: readonly ReportFinding[],
  io: Io,
): Promise<ReadonlySet<string> | null> {
  const rows = rowsOf(findings);
  const state = { at: 0, chosen: new Set(rows) };
  let drawn = 0;
  const draw = (): void => {
    const lines = linesOf(rows, state);
    io.stdout.write(`${drawn === 0 ? "" : `\x1b[${drawn}A\x1b[J`}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  draw();
  const isYes = await keys((name) => {
    const answer = press(name, rows, state);
    if (answer === null) draw();
    return answer;
  });
  if (!isYes) return null;
  return new Set([...state.chosen].flatMap(({ fingerprints }) => fingerprints));
}

interface State {
  at: number;
  readonly chosen: Set<Row>;
}

/** True or false ends the list. */
export function press(name: string, rows: readonly Row[], state: State): boolean | null {
  const row = rows[state.at];
  switch (name) {
    case "up":
    case "k":
      state.at = Math.max(0, state.at - 1);
      return null;
    case "down":
    case "j":
      state.at = Math.min(rows.length - 1, state.at + 1);
      return null;
    case "space":
      if (row !== undefined && !state.chosen.delete(row)) state.chosen.add(row);
      return null;
    case "return":
    case "enter":
      return state.chosen.size > 0;
    case "escape":
    case "q":
    case "ctrl-c":
      return false;
    default:
      return null;
  }
}

/** Advisories that a row names. */
const NAMED = 3;

function rowsOf(findings: readonly ReportFinding[]): readonly Row[] {
  const byPackage = Map.groupBy(findings, (one) => `${one.package} ${one.version}`);
  return [...byPackage].map(([title, group]) => {
    const ids = [...new Set(group.map(({ id }) => id))];
    return {
      title: `${title}: ${someOf(ids, NAMED)}`,
      fingerprints: group.map(({ fingerprint }) => fingerprint),
    };
  });
}

function linesOf(rows: readonly Row[], { at, chosen }: State): readonly string[] {
  const shown = rows.map((row, place) => {
    const pointer = place === at ? ">" : " ";
    return `${pointer} [${chosen.has(row) ? "x" : " "}] ${neutralise(row.title)}`;
  });
  return ["What is to be fixed? space chooses, enter writes, escape leaves everything", ...shown];
}

/** Reads keys until one ends it; the terminal is as before then. */
function keys(onKey: (name: string) => boolean | null): Promise<boolean> {
  const { stdin } = process;
  return new Promise((resolve) => {
    emitKeypressEvents(stdin);
    stdin.setRawMode(true);
    stdin.resume();
    const listen = (
      _: string | undefined,
      key: { readonly name?: string; readonly ctrl?: boolean },
    ): void => {
      const answer = onKey(key.ctrl === true && key.name === "c" ? "ctrl-c" : (key.name ?? ""));
      if (answer === null) return;
      stdin.off("keypress", listen);
      stdin.setRawMode(false);
      stdin.pause();
      resolve(answer);
    };
    stdin.on("keypress", listen);
  });
}
