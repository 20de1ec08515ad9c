import type { Command } from "commander";
import { useTwoHelps } from "../help.ts";
import { addAuditOptions, type AuditOptions } from "../options.ts";
import type { Context } from "../context.ts";
import { typedBy } from "../typed.ts";

/** `pyward env [PATH]`. */
export function furnishEnv(command: Command, context: Context): void {
  command
    .description(
      "Audits an installed environment; without PATH, the active one or .venv. A venv, a prefix, a site-packages folder or a python, which is never started.",
    )
    .argument("[PATH]", "the environment");
  addAuditOptions(command);
  useTwoHelps(command, [
    "pyward env                       the active environment, or ./.venv",
    "pyward env /opt/app/bin/python   the environment of this Python",
    "pyward env .venv -f json",
  ]);
  command.action(async (path: string | undefined, options: AuditOptions) => {
    const { io } = context;
    const { configure } = await import("../configuration.ts");
    const configured = await configure(
      { typed: typedBy(command), options, named: { paths: [], root: null } },
      io,
    );
    const { runAudit } = await import("../run-audit.ts");
    const { environmentRoot } = await import("../audit-roots.ts");
    const roots = async () => [await environmentRoot(path ?? null, io)];
    context.setExitCode(await runAudit(roots, configured, io));
  });
}
