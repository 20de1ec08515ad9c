import type { Command } from "commander";
import type { Context } from "../context.ts";
import { typedBy } from "../typed.ts";
import { useTwoHelps } from "../help.ts";
import { addAuditOptions, type AuditOptions } from "../options.ts";

/** `pyward check NAME==VERSION…`. */
export function furnishCheck(command: Command, context: Context): void {
  command
    .description(
      "Judges packages before anything is installed, with the verdicts and exit codes of an audit.",
    )
    .argument("<REQUIREMENT...>", "a name with its version, extras and marker as pip takes them");
  addAuditOptions(command);
  useTwoHelps(command, [
    "pyward check django==4.2.0",
    "pyward check requests==2.31.0 'pillow==9.0.0; python_version < \"3.12\"'",
    "pyward check pyyaml==5.3 --format json",
  ]);
  command.action(async (requirements: readonly string[], options: AuditOptions) => {
    const { io } = context;
    const { configure } = await import("../configuration.ts");
    const configured = await configure(
      { typed: typedBy(command), options, named: { paths: [], root: null } },
      io,
    );
    const { runAudit } = await import("../run-audit.ts");
    const { typedRoot } = await import("../typed-root.ts");
    context.setExitCode(await runAudit(async () => [typedRoot(requirements)], configured, io));
  });
}
