import { SILENT, type Progress } from "../host/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { Io } from "./io.ts";

interface Wishes {
  readonly quiet?: true;
  readonly verbose?: true;
  readonly progress: boolean;
}

/** Only a run that takes longer than this shows anything. */
const PATIENCE = 1_000;
/** Between two redraws. */
const PACE = 100;

/**
 * One line that redraws itself on a terminal's standard error; silent in a pipe, in CI and where unwanted. Details are
 * lines of their own, wherever `--verbose` asks for them.
 */
export function progressFor(wishes: Wishes, io: Io): Progress {
  const shown = barFor(wishes, io);
  if (wishes.verbose !== true) return shown;
  const detail = (what: string): void => {
    shown.stop();
    io.stderr.write(`pyward: ${neutralise(what)}\n`);
  };
  return { ...shown, detail };
}

function barFor(wishes: Wishes, io: Io): Progress {
  const isWanted = wishes.quiet !== true && wishes.progress;
  const inBuild = (io.environment["CI"] ?? "") !== "" && io.environment["CI"] !== "false";
  if (!isWanted || inBuild || !io.stderr.isTerminal || io.environment["TERM"] === "dumb") return SILENT;
  const started = Date.now();
  let drawn = 0;
  return {
    step(what, done, total) {
      const now = Date.now();
      if (now - started < PATIENCE || now - drawn < PACE) return;
      drawn = now;
      const count = done === undefined ? "" : total === undefined ? ` ${done}` : ` ${done} of ${total}`;
      io.stderr.write(`\r\x1b[2K${`pyward: ${what}${count} …`.slice(0, (io.stderr.columns ?? 80) - 1)}`);
    },
    detail: () => undefined,
    stop() {
      if (drawn > 0) io.stderr.write("\r\x1b[2K");
    },
  };
}
