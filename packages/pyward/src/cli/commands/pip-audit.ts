import type { Command } from "commander";
import type { Context } from "../context.ts";

/**
 * `pyward pip-audit …`. Every word is handed on as it is: pip-audit's command line is argparse's, which commander does not
 * follow (docs/decisions/0028-pip-audit-arguments.md).
 */
export function furnishPipAudit(command: Command, context: Context): void {
  command
    .description("pip-audit's own options, output and exit codes.")
    .argument("[ARGUMENTS...]", "what pip-audit takes")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .passThroughOptions();
  command.action(async () => {
    const { runPipAudit } = await import("../pip-audit/run-pip-audit.ts");
    context.setExitCode(await runPipAudit(command.args, context.io));
  });
}
