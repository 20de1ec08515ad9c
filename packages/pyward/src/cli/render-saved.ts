import { PywardError } from "../model/index.ts";
import { readReport } from "../read-report.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { planOutputs, writeReport } from "./output.ts";
import { readBounded } from "./piped-file.ts";

/** Renders a saved report. 0 where that worked: the verdict was given when the report was made. */
export async function renderSaved(
  path: string,
  options: Pick<AuditOptions, "format" | "output" | "quiet" | "verbose" | "color">,
  io: Io,
): Promise<number> {
  const outputs = planOutputs(options);
  const read = readReport(load(path, io));
  if (!read.ok) throw read.error;
  await writeReport(read.value, outputs, options, io);
  return 0;
}

function load(path: string, io: Io): string {
  try {
    return new TextDecoder().decode(readBounded(path, io));
  } catch (cause) {
    if (cause instanceof PywardError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PywardError("missing-path", `the report ${path} cannot be read: ${reason}`, { cause });
  }
}
