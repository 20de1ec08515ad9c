import type { Stage } from "../host/index.ts";
import type { Io } from "./io.ts";
import { VERSION } from "./version.ts";
import { writeReportFile } from "./write-report-file.ts";

/** Milliseconds since the process began, such as `performance.now`. */
type Stopwatch = () => number;

/** A stage, as Chrome's trace event format has it: a complete event, in microseconds. */
interface TraceEvent {
  readonly name: Stage;
  readonly cat: "pyward";
  readonly ph: "X";
  readonly ts: number;
  readonly dur: number;
  readonly pid: 1;
  readonly tid: 1;
  readonly args: Readonly<Record<string, string | number>>;
}

/** The run that is traced, and what writes the trace when it is over: to `file`, throwing PywardError `cannot-write`. */
export function traceRun(
  file: string,
  io: Io,
  now: Stopwatch,
): { readonly io: Io; readonly write: () => void } {
  const events: TraceEvent[] = [];
  const note = (name: Stage, from: number, args: TraceEvent["args"]): void => {
    const [ts, end] = [micros(from), micros(now())];
    events.push({ name, cat: "pyward", ph: "X", ts, dur: end - ts, pid: 1, tid: 1, args });
  };
  // Node, the program's code and its command line: all that there was before anybody could begin anything.
  note("start", 0, {});
  return {
    io: {
      ...io,
      trace: {
        begin: (stage, about = {}) => {
          const from = now();
          return () => note(stage, from, about);
        },
      },
    },
    write: () => writeReportFile(file, traceText(events), io),
  };
}

function micros(millis: number): number {
  return Math.round(millis * 1000);
}

/** The format's object form: viewers show `otherData`, and one line an event is easy to compare. */
function traceText(events: readonly TraceEvent[]): string {
  const named = { name: "process_name", ph: "M", ts: 0, pid: 1, tid: 1, args: { name: "pyward" } };
  const lines = [named, ...events].map((event) => JSON.stringify(event));
  const head = `"displayTimeUnit":"ms","otherData":{"tool":"pyward ${VERSION}"}`;
  return `{${head},"traceEvents":[\n${lines.join(",\n")}\n]}\n`;
}
