import { PywardError, type Report } from "../model/index.ts";
import { REPORTS } from "../reports/registry.ts";
import type { View } from "../reports/shared/reporter.ts";
import type { Io } from "./io.ts";
import type { OutputRequest } from "./output-request.ts";
import { writeReportFile } from "./write-report-file.ts";

interface OutputOptions {
  readonly format: readonly OutputRequest[];
  readonly output?: string;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: "auto" | "always" | "never";
}

/** Which format goes where; at most one goes to standard output. Throws PywardError `usage`. */
export function planOutputs(
  options: Pick<OutputOptions, "format" | "output"> & { readonly usual?: string },
): readonly OutputRequest[] {
  const asked =
    options.format.length === 0
      ? [{ format: options.usual ?? "table", version: null, file: null }]
      : options.format;
  const unplaced = asked.filter(({ file }) => file === null);
  if (unplaced.length > 1) {
    throw new PywardError("usage", `${unplaced.length} formats want standard output`, {
      hint: "Give all but one a file: --format json:report.json --format table",
    });
  }
  const output = options.output === undefined || options.output === "-" ? null : options.output;
  if (output !== null && unplaced.length === 0) {
    throw new PywardError("usage", "--output has nothing to write: every format has a file of its own");
  }
  return asked.map((request) => ({ ...request, file: request.file ?? output }));
}

/** Renders and writes every output; files in one step each. Throws PywardError `cannot-write`. */
export async function writeReport(
  report: Report,
  outputs: readonly OutputRequest[],
  options: OutputOptions,
  io: Io,
): Promise<void> {
  for (const { format, version, file } of outputs) {
    const entry = REPORTS.find(({ meta }) => meta.id === format);
    if (entry === undefined) throw new Error(`no report is called ${format}`);
    const usual = await entry.load();
    const isChange = report.comparison?.purpose === "diff" && usual.ofChange !== undefined;
    const reporter = isChange ? await usual.ofChange() : usual;
    const isQuietPass =
      options.quiet === true && file === null && format === "table" && report.status === "pass";
    if (isQuietPass) continue;
    const view = viewFor(file, options, io);
    const text = reporter.render(report, version === null ? view : { ...view, version });
    if (file === null) io.stdout.write(text);
    else writeReportFile(file, text, io);
  }
}

/** 80 columns and no colours in a file or a pipe, unless colours are asked for. */
function viewFor(file: string | null, options: Omit<OutputOptions, "format">, io: Io): View {
  const toTerminal = file === null && io.stdout.isTerminal;
  const width = toTerminal ? (io.stdout.columns ?? 80) : 80;
  return { width, color: hasColor(toTerminal, options.color, io), verbose: options.verbose === true };
}

/** `--color`, then NO_COLOR (no-color.org: any text that is not empty), then FORCE_COLOR, then the terminal. */
export function hasColor(toTerminal: boolean, wish: OutputOptions["color"], io: Io): boolean {
  if (wish !== "auto") return wish === "always";
  if ((io.environment["NO_COLOR"] ?? "") !== "") return false;
  const forced = io.environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return toTerminal && io.environment["TERM"] !== "dumb";
}
