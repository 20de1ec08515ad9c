import type { Command } from "commander";
import { useTwoHelps } from "../help.ts";
import {
  addAuditOptions,
  addDiscoveryOptions,
  addSelectionOptions,
  selectionOf,
  type AuditOptions,
} from "../options.ts";
import type { Context } from "../context.ts";
import { addReadingOptions, rootsFor, wantedOf, type ReadingOptions } from "../reading-options.ts";

/** `pyward [audit] [PATH…]`. */
export function furnishAudit(command: Command, context: Context): void {
  command.description("Audits files, directories, environments and images (default: this directory).");
  addReadingOptions(command);
  addAuditOptions(addSelectionOptions(addDiscoveryOptions(command)));
  useTwoHelps(command, [
    "pyward                                    what is in this directory",
    "pyward -r requirements.txt --fail-on high --ignore CVE-2020-14343='not called'",
    "pyward --python 3.12 --platform linux .   only what applies there",
  ]);
  command.action(async (paths: string[], options: AuditOptions & ReadingOptions) => {
    const { io } = context;
    const { configure } = await import("../configuration.ts");
    const named = { paths: [...paths, ...options.requirement], root: options.root ?? null };
    const configured = await configure({ command, options, named }, io);
    const { runAudit } = await import("../run-audit.ts");
    const { rev } = configured.options;
    const wanted = wantedOf(paths, configured.options);
    const selection = selectionOf(configured.options);
    const roots = () => rootsFor(wanted, rev, io);
    context.setExitCode(await runAudit(roots, { ...configured, selection, wanted, rev }, io));
  });
}
