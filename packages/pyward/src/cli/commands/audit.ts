import type { Command } from "commander";
import { useTwoHelps } from "../help.ts";
import { addAuditOptions, addDiscoveryOptions, addSelectionOptions, type AuditOptions } from "../options.ts";
import type { Context } from "../context.ts";
import { runAuditLine } from "../audit-line.ts";
import { addReadingOptions, type ReadingOptions } from "../reading-options.ts";
import { typedBy } from "../typed.ts";

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
  command.action((paths: string[], options: AuditOptions & ReadingOptions) =>
    runAuditLine({ typed: typedBy(command), paths, options }, context),
  );
}
