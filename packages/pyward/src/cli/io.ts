import type { Trace } from "../host/index.ts";
import { systemClock } from "../host/node/index.ts";
import { standardStream, type Stream } from "./streams.ts";

/** The process as the commands see it, so that tests can stand in for it. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  now(): Date;
  /** Absent: nobody wants to know. */
  readonly trace?: Trace;
}

/** The real process. `PYWARD_NOW` (RFC 3339) stands in for the clock, for tests and reproducible reports. */
export function processIo(): Io {
  return {
    environment: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    stdout: standardStream(1),
    stderr: standardStream(2),
    now: () => fixedTime(process.env["PYWARD_NOW"]) ?? systemClock.now(),
  };
}

function fixedTime(text: string | undefined): Date | null {
  const date = new Date(text ?? "");
  return Number.isNaN(date.getTime()) ? null : date;
}
