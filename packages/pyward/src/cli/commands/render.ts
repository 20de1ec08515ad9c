import { Argument, type Command } from "commander";
import { useTwoHelps } from "../help.ts";
import { addOutputOptions, type AuditOptions } from "../options.ts";
import type { Context } from "../context.ts";

type RenderOptions = Pick<AuditOptions, "format" | "output" | "quiet" | "verbose" | "color">;

/** `pyward render REPORT`. */
export function furnishRender(command: Command, context: Context): void {
  command
    .description("Shows a saved JSON report in any format. Nothing is audited again.")
    .addArgument(new Argument("<REPORT>", "a report that --format json wrote"));
  addOutputOptions(command);
  useTwoHelps(command, ["pyward render report.json", "pyward render report.json --format table:report.txt"]);
  command.action(async (path: string, options: RenderOptions) => {
    const { renderSaved } = await import("../render-saved.ts");
    context.setExitCode(await renderSaved(path, options, context.io));
  });
}
