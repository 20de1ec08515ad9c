import type { LogLine } from "../../audit-like-pip-audit.ts";
import { neutralise } from "../../reports/shared/neutralise.ts";
import type { Io } from "../io.ts";

const LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] as const;

/** Standard error in the form of Python's logging: `LEVEL:logger:text`, from the level that is asked for. */
export class Logger {
  readonly #io: Io;
  readonly #from: number;

  /** `PIP_AUDIT_LOGLEVEL` names the level; `--verbose` is DEBUG. */
  constructor(io: Io, verbosity: number) {
    this.#io = io;
    const asked = (io.environment["PIP_AUDIT_LOGLEVEL"] ?? "INFO").toUpperCase();
    const known = LEVELS.findIndex((level) => level === asked);
    this.#from = verbosity > 0 ? 0 : known === -1 ? 1 : known;
  }

  write({ level, logger, text }: LogLine): void {
    if (LEVELS.indexOf(level) < this.#from) return;
    Logger.plain(this.#io, `${level}:${logger}:${neutralise(text)}`, true);
  }

  /** Says why the audit ends; the exit code for it. */
  fatal(text: string): number {
    this.write({ level: "ERROR", logger: "pip_audit._cli", text });
    return 1;
  }

  /** A line as it is; what it repeats of the command line is made harmless unless it is already. */
  static plain(io: Io, text: string, isHarmless = false): void {
    io.stderr.write(`${isHarmless ? text : neutralise(text)}\n`);
  }
}
