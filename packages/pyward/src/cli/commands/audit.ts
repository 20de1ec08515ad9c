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
import { addReadingOptions, rootsFor, type ReadingOptions } from "../reading-options.ts";

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
    const { runAudit } = await import("../run-audit.ts");
    const roots = await rootsFor(paths, options, context.io);
    context.setExitCode(await runAudit(roots, { ...options, selection: selectionOf(options) }, context.io));
  });
}
