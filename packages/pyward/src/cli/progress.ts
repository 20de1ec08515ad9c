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
  const shown = toldToCarrier(barFor(wishes, io));
  if (wishes.verbose !== true) return shown;
  const detail = (what: string): void => {
    shown.stop();
    io.stderr.write(`pyward: ${neutralise(what)}\n`);
  };
  return { ...shown, detail };
}

/** In an executable what carries the program is told, too, how much is ahead. */
function toldToCarrier(bar: Progress): Progress {
  const expect = globalThis.pywardCarried?.expect;
  if (expect === undefined) return bar;
  return {
    ...bar,
    step(what, done, total) {
      if (done === undefined && total !== undefined) expect(total);
      bar.step(what, done, total);
    },
  };
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
